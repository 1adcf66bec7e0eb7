/**
 * A default's SQL as the value that Drizzle turns into the same default. Where the two are not
 * provably the same expression in PostgreSQL, the SQL is kept.
 */
import type { Imports } from "../imports.js";
import { isExactNumber, sqlTag, stringLiteral } from "../literals.js";
import { valueLiteral } from "../values.js";
import type { Builder } from "./builders.js";

export interface ColumnType {
  /** The type without the brackets of an array. */
  readonly element: string;
  readonly isArray: boolean;
  /** Absent where `sqlType` builds the column. */
  readonly builder: Builder | undefined;
}

/**
 * The call that gives a column its default.
 *
 * @example defaultCall("now()", { element: "date", isArray: false, builder }, imports) // ".defaultNow()"
 */
export function defaultCall(expression: string, type: ColumnType, imports: Imports): string {
  if (!type.isArray && expression === "now()" && hasDefaultNow.has(type.builder?.name ?? "")) {
    return ".defaultNow()";
  }
  if (!type.isArray && expression === "gen_random_uuid()" && type.builder?.name === "uuid") {
    return ".defaultRandom()";
  }
  return `.default(${literalOf(expression, type) ?? sqlTag(expression, imports)})`;
}

const hasDefaultNow: ReadonlySet<string> = new Set(["timestamp", "time", "date"]);

function literalOf(expression: string, type: ColumnType): string | undefined {
  if (type.isArray) return emptyArrayOf(expression, type);
  switch (type.builder?.defaults ?? "string") {
    case "string":
      return textOf(expression, type);
    case "integer":
      return integerOf(expression);
    case "float":
      return numberOf(expression);
    case "decimal":
      return decimalOf(expression, type);
    case "boolean":
      return expression === "true" || expression === "false" ? expression : undefined;
    case "json":
      return jsonOf(expression, type);
    case "sql":
      return undefined;
  }
}

function textOf(expression: string, type: ColumnType): string | undefined {
  const text = constantOf(expression, type);
  return text === undefined ? undefined : stringLiteral(text);
}

/** `'{}'::text[]`; other arrays are written in too many ways. */
function emptyArrayOf(expression: string, type: ColumnType): string | undefined {
  return constantOf(expression, type) === "{}" ? "[]" : undefined;
}

/**
 * PostgreSQL reads a number as a constant of the narrowest of integer, bigint and numeric, and
 * prints it in quotes where it is negative or not an integer: `'-5'::integer`. In quotes with
 * another of these types it is another expression.
 */
function numberOf(expression: string): string | undefined {
  const [, quoted, cast] = /^'(-?\d+(?:\.\d+)?)'::(integer|bigint|numeric)$/.exec(expression) ?? [];
  const digits = quoted ?? expression;
  if (!isExactNumber(digits)) return undefined;
  return cast === undefined || cast === typeOfNumber(digits) ? digits : undefined;
}

function typeOfNumber(digits: string): string {
  if (digits.includes(".")) return "numeric";
  return Math.abs(Number(digits)) < 2 ** 31 ? "integer" : "bigint";
}

function integerOf(expression: string): string | undefined {
  const digits = numberOf(expression);
  return digits?.includes(".") === true ? undefined : digits;
}

/** PostgreSQL prints a numeric constant with a decimal point without quotes. */
function decimalOf(expression: string, type: ColumnType): string | undefined {
  const text = /^-?\d+\.\d+$/.test(expression) ? expression : constantOf(expression, type);
  return text === undefined ? undefined : stringLiteral(text);
}

/** JSON that JavaScript writes again as it is; `jsonb` does not keep the blanks between tokens. */
function jsonOf(expression: string, type: ColumnType): string | undefined {
  const text = constantOf(expression, type);
  if (text === undefined || !/^\s*[[{]/.test(text)) return undefined;
  const compact = type.element === "jsonb" ? withoutBlanks(text) : text;
  const value = parseJson(text);
  return JSON.stringify(value) === compact ? valueLiteral(value) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutBlanks(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? "");
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
