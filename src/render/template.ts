/** Templates: text with placeholders such as `{{name}}`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ExitStatus, GenError } from "../errors.js";
import { literal } from "./literals.js";

/** A template, and its origin for messages. */
export interface Template {
  readonly text: string;
  readonly path: string;
}

/** Placeholders that a template may omit. */
const optional = ["message", "revision", "revises", "createDate", "author"];

/** Replaces the placeholders. The values can contain anything. */
export function fillTemplate(template: Template, values: Readonly<Record<string, string>>): string {
  const present = [...template.text.matchAll(placeholder)].map(([, name]) => name ?? "");
  const required = Object.keys(values).filter((name) => optional.every((left) => left !== name));
  const names = (list: readonly string[]) => list.map((name) => `{{${name}}}`).join(", ");
  const hint = `A template must contain ${names(required)} and may contain ${names(optional)}.`;
  const unknown = present.find((name) => !Object.hasOwn(values, name));
  if (unknown !== undefined) {
    throw templateError(template, `has the unknown placeholder {{${unknown}}}.`, { hint });
  }
  const missing = required.find((name) => !present.includes(name));
  if (missing !== undefined) throw templateError(template, `lacks {{${missing}}}.`, { hint });
  return template.text.replace(placeholder, (_, name: string) => values[name] ?? "");
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

export function templateError(
  { path }: Template,
  problem: string,
  {
    hint = "Compare it with the template that `gen init` writes into an empty folder.",
    cause,
  }: { readonly hint?: string; readonly cause?: unknown } = {},
): GenError {
  const message = `The migration template ${path} ${problem}`;
  return new GenError("template", message, { hint, status: ExitStatus.usage, cause });
}

/** The file name of the migration template, in the package and in a project. */
export const templateName = "migration.ts.template";

/** The path of the package's template. `templates` is next to `src` and `dist`. */
export function templatePath(): string {
  return fileURLToPath(new URL(`../../templates/${templateName}`, import.meta.url));
}

export interface TemplateInfo {
  readonly name: string;
  readonly description: string;
  readonly path: string;
}

export function shippedTemplates(): readonly TemplateInfo[] {
  const description = "a migration; `gen init` puts a copy beside the migrations, to be changed";
  return [{ name: templateName, description, path: templatePath() }];
}

/** The template of a migrations folder, or the package's. */
export function readTemplate(directory: string): Template {
  const own = join(directory, templateName);
  const path = existsSync(own) ? own : templatePath();
  return { text: readFileSync(path, "utf8"), path };
}

/** Whether a template is the same as the package's, like the copy that `gen init` makes. */
export function isShipped({ text }: Template): boolean {
  shipped ??= readFileSync(templatePath(), "utf8");
  return text === shipped;
}

let shipped: string | undefined;

export interface MigrationHeader {
  readonly revision: string;
  /** The parents: none for the first migration, several for a merge. */
  readonly downRevision: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  readonly createDate: string;
  /** Only for templates that name the author. */
  readonly author?: string;
}

/** Text for a comment: on one line, and unable to end the comment. */
export function commentText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replaceAll("*/", "* /")
    .trim();
}

/** `null`, a string or an array, as literals: the header is read without being run. */
function constant(values: readonly string[]): string {
  return literal(values.length > 1 ? values : (values[0] ?? null));
}

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
