/** Values as TypeScript source. Quotes and line breaks are left to prettier. */
import type { QualifiedName } from "../schema/types.js";
import type { Imports } from "./imports.js";

/** A string literal on one line, whatever the text holds. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, unicodeEscape);
}

/**
 * A template literal that evaluates to exactly `text`. Line breaks stay visible; all that would be
 * read as an escape, a substitution or the end is escaped, since a tag like `sql` sees the cooked
 * text.
 */
export function templateLiteral(text: string): string {
  const escaped = text
    .replace(/\\|`|\$(?=\{)/g, "\\$&")
    .replace(/\r/g, "\\r")
    // A carriage return in a template literal would be read as a line feed, and half of a
    // surrogate pair cannot be written to a file.
    .replace(
      /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff]|\p{Surrogate}/gu,
      unicodeEscape,
    );
  return `\`${escaped}\``;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Text for an argument that takes SQL as a string: over several lines where the SQL is. */
export function sqlString(text: string): string {
  return text.includes("\n") ? templateLiteral(text) : stringLiteral(text);
}

/**
 * SQL as Drizzle's tagged template.
 *
 * @example sqlTag("lower(email)", imports) // sql`lower(email)`
 */
export function sqlTag(text: string, imports: Imports): string {
  return `${imports.use("drizzle-orm", "sql")}${templateLiteral(text)}`;
}

/** Entries of which those without code are left out. */
export type Entries = readonly (readonly [key: string, code: string | undefined])[];

/** An object literal, or undefined where no entry has a value. */
export function optionalObject(entries: Entries): string | undefined {
  const written = entries.flatMap(([key, code]) =>
    code === undefined ? [] : [`${propertyKey(key)}: ${code}`],
  );
  return written.length === 0 ? undefined : `{ ${written.join(", ")} }`;
}

export function objectLiteral(entries: Entries): string {
  return optionalObject(entries) ?? "{}";
}

/** An object literal whose entries prettier leaves on lines of their own. */
export function expandedObject(entries: Entries): string {
  return objectLiteral(entries).replace(/^\{ /, "{\n");
}

/**
 * A key of an object literal. `__proto__` is computed, because written plainly it would set the
 * prototype instead.
 */
export function propertyKey(key: string): string {
  if (key === "__proto__") return `["__proto__"]`;
  return isIdentifierName(key) ? key : stringLiteral(key);
}

/** `t.email`, or `t["e-mail"]`. */
export function propertyAccess(object: string, key: string): string {
  return isIdentifierName(key) ? `${object}.${key}` : `${object}[${stringLiteral(key)}]`;
}

function isIdentifierName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

export function stringArray(texts: readonly string[]): string {
  return `[${texts.map(stringLiteral).join(", ")}]`;
}

/** A whole number from its decimal text: a number where it is exact, else a string. */
export function wholeNumber(decimal: string): string {
  return isExactNumber(decimal) ? decimal : stringLiteral(decimal);
}

/** Whether the text is a number that JavaScript prints as the same text. */
export function isExactNumber(text: string): boolean {
  const value = Number(text);
  const isWhole = /^-?\d+$/.test(text);
  return (
    (isWhole || /^-?\d+\.\d+$/.test(text)) &&
    String(value) === text &&
    (!isWhole || Number.isSafeInteger(value))
  );
}

/**
 * A name as the methods of `op` take it: a string in the schema `public`, else an object.
 *
 * @example objectName({ schema: "fleet", name: "vehicles" }) // { schema: "fleet", name: "vehicles" }
 */
export function objectName(name: QualifiedName): string {
  if (name.schema === "public") return stringLiteral(name.name);
  return objectLiteral([
    ["schema", stringLiteral(name.schema)],
    ["name", stringLiteral(name.name)],
  ]);
}
