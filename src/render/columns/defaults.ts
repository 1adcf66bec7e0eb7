/**
 * A default's SQL as the value that Drizzle turns into the same default. Where the two are not
 * provably the same expression in PostgreSQL, the SQL is kept.
 */
import type { Imports } from "../imports.js";
import { call, isExactNumber } from "../literals.js";
import type { Builder, DefaultForm } from "./builders.js";

export interface ColumnType {
  /** The type without the brackets of an array. */
  readonly element: string;
  readonly isArray: boolean;
  readonly isSerial: boolean;
  /** `.array()` for each pair of brackets. */
  readonly arrayCalls: string;
  /** Absent where `sqlType` builds the column. */
  readonly builder: Builder | undefined;
}

/** The call that gives a column its default, such as `.defaultNow()`. */
export function defaultCall(expression: string, type: ColumnType, imports: Imports): string {
  const builder = type.isArray ? undefined : type.builder?.name;
  if (expression === "now()" && hasDefaultNow.has(builder)) return ".defaultNow()";
  if (expression === "gen_random_uuid()" && builder === "uuid") return ".defaultRandom()";
  return call(".default", valueOf(expression, type) ?? imports.sql(expression));
}

const hasDefaultNow: ReadonlySet<string | undefined> = new Set(["timestamp", "time", "date"]);

function valueOf(expression: string, type: ColumnType): unknown {
  // `'{}'::text[]`; other arrays are written in too many ways.
  if (type.isArray) return constantOf(expression, type) === "{}" ? [] : undefined;
  return values[type.builder?.defaults ?? "string"](expression, type);
}

const values: Readonly<Record<DefaultForm, (expression: string, type: ColumnType) => unknown>> = {
  string: constantOf,
  integer: (expression) => {
    const value = numberOf(expression);
    return Number.isInteger(value) ? value : undefined;
  },
  float: numberOf,
  // PostgreSQL prints a numeric constant with a decimal point without quotes.
  decimal: (expression, type) =>
    /^-?\d+\.\d+$/.test(expression) ? expression : constantOf(expression, type),
  boolean: (expression) =>
    expression === "true" || expression === "false" ? expression === "true" : undefined,
  json: jsonOf,
  sql: () => undefined,
};

/**
 * PostgreSQL reads a number as a constant of the narrowest of integer, bigint and numeric, and
 * prints it in quotes where it is negative or not an integer: `'-5'::integer`. In quotes with
 * another of these types it is another expression.
 */
function numberOf(expression: string): number | undefined {
  const [, quoted, cast] = /^'(-?\d+(?:\.\d+)?)'::(integer|bigint|numeric)$/.exec(expression) ?? [];
  const digits = quoted ?? expression;
  if (!isExactNumber(digits)) return undefined;
  return cast === undefined || cast === typeOfNumber(digits) ? Number(digits) : undefined;
}

function typeOfNumber(digits: string): string {
  if (digits.includes(".")) return "numeric";
  return Math.abs(Number(digits)) < 2 ** 31 ? "integer" : "bigint";
}

/** JSON that JavaScript writes again as it is; `jsonb` does not keep the blanks between tokens. */
function jsonOf(expression: string, type: ColumnType): unknown {
  const text = constantOf(expression, type);
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
  const blanks = /("(?:[^"\\]|\\.)*")|\s+/g;
  const compact = type.element === "jsonb" ? text.replace(blanks, "$1") : text;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === compact ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The text of a quoted constant, bare or cast to the column's own type, which is what PostgreSQL
 * makes of the bare one.
 */
function constantOf(expression: string, type: ColumnType): string | undefined {
  const match = /^(E?)'((?:[^'\\]|''|\\\\)*)'(?:::(.+))?$/s.exec(expression);
  if (match?.[2] === undefined) return undefined;
  const [, escaped, body, cast] = match;
  // Without the E a backslash means what a setting of the server says.
  if (escaped === "" && body.includes("\\")) return undefined;
  if (cast !== undefined && cast !== castName(type)) return undefined;
  return body.replaceAll("''", "'").replaceAll("\\\\", "\\");
}

/** The type as PostgreSQL prints it in a cast of a constant: without its length or precision. */
function castName({ element, isArray }: ColumnType): string | undefined {
  // The text of an interval is read differently where the type has fields.
  if (/^interval./.test(element)) return undefined;
  const bare = element.replace(/ ?\([\d, -]*\)/, "");
  return `${bare === "character" ? "bpchar" : bare}${isArray ? "[]" : ""}`;
}
