import { randomBytes } from "node:crypto";
import { usageError } from "../errors.js";

/** The version table's column is `varchar(32)`, as Alembic's is. */
export const MAX_REVISION_LENGTH = 32;

/** Words that mean something else wherever an identifier may stand. */
const reserved: ReadonlySet<string> = new Set(["head", "heads", "base", "current"]);

/**
 * A new identifier: 12 hexadecimal digits, 48 random bits.
 *
 * @example newRevisionId() // "3f2a9c81b0de"
 */
export function newRevisionId(): string {
  return randomBytes(6).toString("hex");
}

/**
 * Refuses what could not be told apart from the grammar of identifiers.
 *
 * @param where the file, or the option, that the identifier comes from
 */
export function checkRevisionId(revision: string, where: string): void {
  const problem = problemOf("revision identifier", revision);
  if (problem !== undefined) {
    throw usageError(
      "revision_id",
      `${problem} (${where})`,
      "Use letters, digits, underscores and full stops, such as `3f2a9c81b0de` or `0001_users`.",
    );
  }
}

/**
 * The same for an identifier that a new file will carry: it must also fit the version table and
 * a file's name.
 */
export function checkNewRevisionId(revision: string): void {
  checkRevisionId(revision, "--rev-id");
  if (revision.length > MAX_REVISION_LENGTH) {
    throw usageError(
      "revision_id",
      `The revision identifier '${revision}' has ${revision.length} characters; the version table holds ${MAX_REVISION_LENGTH}.`,
      "Choose a shorter --rev-id.",
    );
  }
  if (!/^[\p{L}\p{N}_.]+$/u.test(revision)) {
    throw usageError(
      "revision_id",
      `The revision identifier '${revision}' cannot be part of a file name.`,
      "Use letters, digits, underscores and full stops.",
    );
  }
}

/**
 * Refuses a branch label that could not be told from the rest of an identifier: `lib@head`, `lib+1`.
 *
 * @param where the file, or the option, that the label comes from
 */
export function checkBranchLabel(label: string, where: string): void {
  const problem = problemOf("branch label", label);
  if (problem === undefined) return;
  throw usageError(
    "branch_label",
    `${problem} (${where})`,
    "Use letters, digits, underscores and full stops, such as `billing`.",
  );
}

function problemOf(kind: "branch label" | "revision identifier", name: string): string | undefined {
  if (name === "") return `A ${kind} is empty`;
  if (reserved.has(name)) {
    return `'${name}' cannot be a ${kind}: it is a reserved word`;
  }
  if (kind === "branch label" && steps.test(name)) {
    return `'${name}' cannot be a branch label: it would mean steps from '${name.replace(steps, "")}'`;
  }
  const illegal = name.match(kind === "branch label" ? /[@:\s]/g : /[@\-+:\s]/g);
  if (illegal === null) return undefined;
  const list = [...new Set(illegal)].sort().map((one) => JSON.stringify(one).slice(1, -1));
  return `Character(s) '${list.join(", ")}' not allowed in ${kind} '${name}'`;
}

const steps = /[+-]\d+$/;
