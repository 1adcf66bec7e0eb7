/**
 * The arguments of a migration's methods, checked. A migration is TypeScript that nobody has
 * type-checked when it runs, so each mistake that would become strange SQL is an error here.
 */
import { is, SQL } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import { GenError } from "../../errors.js";
import { expressionSql } from "../../model/index.js";
import { MAX_IDENTIFIER_BYTES, truncateIdentifier } from "../../schema/identifiers.js";
import { sequenceOptionKeys } from "../../schema/sequences.js";
import type { SequenceSettings } from "../../operations/types.js";
import type { QualifiedName, SequenceOptions } from "../../schema/types.js";
import { given } from "./given.js";
import type {
  DefaultValue,
  Expression,
  ObjectName,
  SequenceChangesInput,
  SequenceOptionsInput,
  WholeNumber,
} from "./types.js";

/** The error for a wrong argument: to be thrown by the caller. */
export function fail(method: string, problem: string, hint: string): GenError {
  return new GenError("op_argument", `op.${method}: ${problem}.`, { hint });
}

/** @throws GenError `op_argument`, `name_too_long` */
export function requireName(method: string, what: string, name: unknown): string {
  if (typeof name !== "string" || name === "") {
    throw fail(method, `the ${what} is ${show(name)}`, "It must be a string that is not empty.");
  }
  if (name.includes("\0")) {
    throw fail(method, `the ${what} holds a zero byte`, "PostgreSQL has no such names.");
  }
  if (Buffer.byteLength(name) > MAX_IDENTIFIER_BYTES) {
    throw new GenError(
      "name_too_long",
      `op.${method}: the ${what} "${name}" is longer than ${MAX_IDENTIFIER_BYTES} bytes.`,
      { hint: `PostgreSQL would cut it to "${truncateIdentifier(name)}"; write that, or another.` },
    );
  }
  return name;
}

/** The qualified name that an {@link ObjectName} stands for. @throws GenError `op_argument` */
export function requireObject(
  method: string,
  what: string,
  name: ObjectName | undefined,
): QualifiedName {
  if (typeof name === "string") return { schema: "public", name: requireName(method, what, name) };
  if (typeof name !== "object" || name === null) {
    throw fail(method, `the ${what} is ${show(name)}`, 'Write "name" or { schema, name }.');
  }
  checkKeys(method, name, ["schema", "name", "on"]);
  return {
    schema: name.schema === undefined ? "public" : requireName(method, "schema", name.schema),
    name: requireName(method, what, name.name),
  };
}

/** At least one column name, none twice. @throws GenError `op_argument` */
export function requireColumns(
  method: string,
  what: string,
  columns: readonly string[],
): readonly string[] {
  if (!Array.isArray(columns) || columns.length === 0) {
    throw fail(method, `the ${what} are ${show(columns)}`, 'Give an array of names: ["id"].');
  }
  const names = columns.map((column) => requireName(method, "column", column));
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) {
    throw fail(method, `the column "${twice}" is named twice`, "Name each column once.");
  }
  return names;
}

/**
 * The label of an enum. Unlike a name it may be empty.
 *
 * @throws GenError `op_argument`, `name_too_long`
 */
export function requireLabel(method: string, what: string, label: unknown): string {
  return label === "" ? label : requireName(method, what, label);
}

/** The labels of an enum, which may have none: none of them twice. @throws GenError `op_argument` */
export function requireValues(method: string, values: readonly string[]): readonly string[] {
  if (!Array.isArray(values)) {
    throw fail(method, `the values are ${show(values)}`, 'Give an array: ["admin", "driver"].');
  }
  const labels = values.map((value) => requireLabel(method, "value", value));
  const twice = labels.find((label, position) => labels.indexOf(label) !== position);
  if (twice !== undefined) throw fail(method, `"${twice}" stands twice`, "Name each value once.");
  return labels;
}

/** Roles; `public`, `current_user` and the like among them. @throws GenError `op_argument` */
export function roleNames(method: string, roles: string | readonly string[]): readonly string[] {
  const list = typeof roles === "string" ? [roles] : roles;
  if (!Array.isArray(list) || list.length === 0) {
    throw fail(method, `the roles are ${show(roles)}`, 'Give names: ["driver"], or "public".');
  }
  return list.map((role) => requireName(method, "role", role));
}

/** @throws GenError `op_argument` for options that are no object, or have a key not listed */
export function checkKeys(method: string, options: object, keys: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw fail(method, `the options are ${show(options)}`, "Give them as an object.");
  }
  const unknown = Object.keys(options).find((key) => !keys.includes(key));
  if (unknown === undefined) return;
  throw fail(method, `there is no option "${unknown}"`, `There are: ${keys.join(", ")}.`);
}

export function isSql(value: unknown): value is SQL {
  return is(value, SQL);
}

/** @throws GenError `op_argument` for what is neither text nor `sql` */
export function expressionText(method: string, what: string, expression: Expression): string {
  if (isSql(expression)) return expressionSql(expression);
  if (typeof expression === "string" && expression.trim() !== "") return expression;
  throw fail(
    method,
    `${what} is ${show(expression)}`,
    "Write SQL as a string, or Drizzle's sql`…`.",
  );
}

/** The query of a view. @throws GenError `op_argument` */
export function queryText(method: string, query: Expression | SQLWrapper): string {
  if (typeof query === "object" && query !== null && !isSql(query) && "getSQL" in query) {
    return queryText(method, query.getSQL());
  }
  const text = expressionText(method, "the query", query);
  return text.trim().replace(/;+\s*$/, "");
}

/** A default as SQL. @throws GenError `op_argument` */
export function defaultSql(method: string, value: DefaultValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw fail(method, `the default is ${value}`, `Write it as SQL: "'${value}'".`);
  }
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : expressionText(method, "the default", value);
}

/** The SQL of a statement and its values, which `sql` brings along. @throws GenError `op_argument` */
export function statementOf(
  method: string,
  statement: Expression,
  values: readonly unknown[] | undefined,
): { readonly sql: string; readonly values?: readonly unknown[] } {
  if (isSql(statement) && values !== undefined) {
    throw fail(method, "values are given beside Drizzle's sql", "Put them into the sql`…` itself.");
  }
  if (values !== undefined && !Array.isArray(values)) {
    throw fail(method, `the values are ${show(values)}`, "Give an array: $1 is its first.");
  }
  const sql = expressionText(method, "the statement", statement);
  return { sql, ...(values === undefined || values.length === 0 ? {} : { values }) };
}

/** What changes about a sequence that is there. */
export const sequenceChangeKeys = [...sequenceOptionKeys, "restart"] as const;

/** The options of a sequence that are given, numbers as decimal text. @throws GenError `op_argument` */
export function sequenceOptions(
  method: string,
  input: SequenceOptionsInput,
): Partial<SequenceOptions> {
  checkKeys(method, input, sequenceOptionKeys);
  return sequenceChanges(method, input);
}

/** As `sequenceOptions`, of a sequence that is there. @throws GenError `op_argument` */
export function sequenceChanges(method: string, input: SequenceChangesInput): SequenceSettings {
  checkKeys(method, input, sequenceChangeKeys);
  const { cycle, ...numbers } = given(input);
  const texts = Object.entries(numbers).map(([key, value]) => [
    key,
    wholeNumber(method, key, value),
  ]);
  return { ...Object.fromEntries(texts), ...given({ cycle }) };
}

function wholeNumber(method: string, key: string, value: WholeNumber): string {
  if (typeof value === "number" ? Number.isSafeInteger(value) : /^-?\d+$/.test(String(value))) {
    return String(value);
  }
  throw fail(method, `${key} is ${show(value)}`, "Give a whole number; a large one as bigint, 9n.");
}

/** Storage parameters and view options, by Drizzle's names or PostgreSQL's. */
export type StorageParameters = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The parameters by PostgreSQL's names, values as text.
 *
 * @example storageParameters({ securityInvoker: true }) // { security_invoker: "true" }
 */
export function storageParameters(
  parameters: StorageParameters | undefined,
): Readonly<Record<string, string>> {
  const entries = Object.entries(given(parameters ?? {}));
  return Object.fromEntries(entries.map(([key, value]) => [snakeCase(key), String(value)]));
}

/** The same, where `null` resets. */
export function resettableParameters(
  parameters: Readonly<Record<string, string | number | boolean | null>>,
): Readonly<Record<string, string | null>> {
  const entries = Object.entries(given(parameters ?? {}));
  return Object.fromEntries(
    entries.map(([key, value]) => [snakeCase(key), value === null ? null : String(value)]),
  );
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  const text = JSON.stringify(value);
  return text === undefined ? String(value) : text.slice(0, 60);
}
