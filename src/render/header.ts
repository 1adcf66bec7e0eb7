/** The comment and the constants that a migration begins with. */
import { literal } from "./literals.js";

export interface MigrationHeader {
  readonly revision: string;
  /** Its parents: none for the first migration, several for a merge. */
  readonly downRevision: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** ISO 8601. */
  readonly createDate: string;
  /** Who writes it, for templates that say so. */
  readonly author?: string;
}

/** Text for a comment, on one line, from which nothing can break out. */
export function commentText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replaceAll("*/", "* /")
    .trim();
}

/** `null`, a string or an array: a literal, because the header is read without being run. */
export function constant(values: readonly string[]): string {
  return literal(values.length > 1 ? values : (values[0] ?? null));
}

/** What a template can say about a revision. */
export function headerValues(header: MigrationHeader): Readonly<Record<string, string>> {
  const { revision, downRevision, branchLabels, dependsOn, message, createDate, author } = header;
  return {
    message: commentText(message) || "empty message",
    revision: commentText(revision),
    revises: downRevision.length === 0 ? "<base>" : commentText(downRevision.join(", ")),
    createDate: commentText(createDate),
    author: commentText(author ?? ""),
    revisionConstant: literal(revision),
    downRevisionConstant: constant(downRevision),
    branchLabelsConstant: constant(branchLabels),
    dependsOnConstant: constant(dependsOn),
  };
}
