import { SQL } from "drizzle-orm";
import { PgArray, type PgColumn } from "drizzle-orm/pg-core";
import { attempt } from "../../attempt.js";
import { printName, quoteLiteral } from "../../schema/identifiers.js";
import type { DataType } from "../../schema/types.js";
import { is } from "../drizzle.js";
import type { DescribeOptions } from "../errors.js";
import { expressionSql } from "./expression.js";
import { arrayText, jsonbText, plainNumber, textOf } from "./literal.js";

/**
 * What only Drizzle supplies when it inserts (`$default`, `$onUpdate`) is no default, and nor is `NULL`,
 * which PostgreSQL does not keep; JSON has a null of its own.
 */
export function defaultOf(
  column: PgColumn,
  type: DataType,
  options: DescribeOptions,
): string | undefined {
  const value: unknown = column.default;
  if (value === undefined) return undefined;
  if (value === null) return isJson(type) ? `'null'::${type.sql}` : undefined;
  const text = defaultSql(column, value, type, options);
  return /^null$/i.test(text) ? undefined : text;
}

/** A value of a column, or an expression, as SQL. */
export function defaultSql(
  column: PgColumn,
  value: unknown,
  type: DataType,
  { casing }: DescribeOptions,
): string {
  if (is(value, SQL)) return expressionSql(value, { casing, table: column.table });
  if (is(column, PgArray)) return arrayDefault(column, value, type);
  const driverValue = mapped(column, value, type);
  if (is(driverValue, SQL)) return expressionSql(driverValue, { casing, table: column.table });
  if (type.enum !== undefined && typeof driverValue === "string") {
    return `${quoteLiteral(driverValue)}::${printName(type.enum)}`;
  }
  return defaultLiteral(driverValue, type.sql);
}

/** The value as Drizzle would send it. */
function mapped(column: PgColumn, value: unknown, type: DataType): unknown {
  if (type.sql === "date" && value instanceof Date) return value.toISOString().slice(0, 10);
  const isText = typeof value === "string";
  const isAsItIs =
    // Drizzle takes a string for a JSON column to be JSON already, if it can be.
    (isText && isJson(type) && attempt((): unknown => JSON.parse(value)) !== undefined) ||
    // A default of the column's own kind is what its mapper takes; texts are for PostgreSQL to read.
    (isText && !isJson(type) && column.dataType === "date") ||
    // Numbers stay numbers: as text they would be of another type to PostgreSQL's parser.
    column.columnType === "PgNumericNumber" ||
    column.columnType === "PgNumericBigInt";
  return isAsItIs ? value : column.mapToDriverValue(value);
}

function isJson({ sql }: DataType): boolean {
  return sql === "json" || sql === "jsonb";
}

function arrayDefault(column: PgColumn, value: unknown, type: DataType): string {
  if (!Array.isArray(value)) return defaultLiteral(String(asText(value)), type.sql);
  const text = arrayText(elements(column, value));
  if (type.enum !== undefined) return `${quoteLiteral(text)}::${printName(type.enum)}[]`;
  const base = type.sql.replace(/\(.*?\)/, "").replace(/\[\]$/, "");
  const isVerbatim = text === "{}" ? anyText : elementsPrintedAsRead.get(base);
  if (isVerbatim?.test(text) !== true || !printable.has(base)) return quoteLiteral(text);
  return `${quoteLiteral(text)}::${base === "character" ? "bpchar" : base}[]`;
}

/** Each element as PostgreSQL prints it, or at least reads it. */
function elements(column: PgColumn, values: readonly unknown[]): unknown[] {
  const base = is(column, PgArray) ? column.baseColumn : column;
  return values.map((value) => {
    if (value === null || value === undefined) return null;
    if (is(base, PgArray) && Array.isArray(value)) return elements(base, value);
    const type = base.getSQLType();
    const text = asText(mapped(base, value, { sql: type }));
    return type === "jsonb" && typeof text === "string" ? jsonbText(text) : text;
  });
}

/** An object as its text; anything else as it is. */
function asText(value: unknown): unknown {
  return typeof value === "object" && value !== null ? textOf(value) : value;
}

/**
 * A default value in the very words in which `pg_get_expr` prints it afterwards, wherever value and type
 * are common: equal text spares the comparison a question to the server.
 *
 * @example defaultLiteral("new", "character varying(10)") // 'new'::character varying
 */
function defaultLiteral(value: unknown, type: string): string {
  switch (typeof value) {
    case "number":
      return numberDefault(value, type);
    case "bigint":
      return integerDefault(value);
    case "boolean":
      return String(value);
    case "string":
      return textDefault(value, type);
    case "object":
      return value === null ? "NULL" : textDefault(textOf(value), type);
    default:
      throw new TypeError(`a ${typeof value} cannot be a default`);
  }
}

const anyText = /^/;
const elementsPrintedAsRead = new Map([
  ...["text", "character varying", "character", "boolean", "jsonb"].map(
    (type): [string, RegExp] => [type, anyText],
  ),
  ...["integer", "smallint", "bigint"].map((type): [string, RegExp] => [type, /^[-0-9,{}NUL]+$/]),
  ["uuid", /^[-0-9a-f,{}NUL]+$/],
]);
const printable = new Set([...elementsPrintedAsRead.keys(), "numeric", "date", "real", "json"]);

function numberDefault(value: number, type: string): string {
  if (!Number.isFinite(value)) return textDefault(String(value), type);
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return integerDefault(BigInt(value));
  const text = plainNumber(value);
  return /^\d+\.\d+$/.test(text) ? text : `'${text}'::numeric`;
}

/** As the parser types a number: by its size alone, and then converts it to the column's type. */
function integerDefault(value: bigint): string {
  if (value >= 0n && value < 2n ** 31n) return String(value);
  // The sign is read after the digits, so that the least integer is a bigint.
  const size = value < 0n ? -value : value;
  if (size < 2n ** 31n) return `'${value}'::integer`;
  return `'${value}'::${size < 2n ** 63n ? "bigint" : "numeric"}`;
}

function textDefault(text: string, type: string): string {
  const base = type.replace(/\(.*?\)/, "");
  const name = base === "character" ? "bpchar" : base;
  const isVerbatim = printedAsRead.get(base)?.test(text) === true;
  if (isVerbatim) return `${quoteLiteral(text)}::${name}`;
  return printed.get(base)?.(text) ?? quoteLiteral(text);
}

/** Types and those of their values that PostgreSQL prints as it reads them, with a cast. */
const printedAsRead: ReadonlyMap<string, RegExp> = new Map([
  ["text", anyText],
  ["character varying", anyText],
  ["character", anyText],
  ["json", anyText],
  ["name", anyText],
  ["smallint", /^(?:0|[1-9]\d{0,8})$/],
  ["bigint", /^(?:0|[1-9]\d{0,8})$/],
  ["uuid", /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ["time without time zone", /^(?:[01]\d|2[0-3])(?::[0-5]\d){2}$/],
  ["inet", /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/],
  ["macaddr", /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/],
  ["point", /^\((?:0|-?[1-9]\d{0,5}),(?:0|-?[1-9]\d{0,5})\)$/],
]);

/** How other types are printed; `undefined` for values that only the server can tell. */
const printed: ReadonlyMap<string, (text: string) => string | undefined> = new Map([
  ["boolean", (text: string) => (/^(?:true|false)$/.test(text) ? text : undefined)],
  ["integer", (text: string) => (/^(?:0|[1-9]\d{0,8})$/.test(text) ? text : undefined)],
  ["numeric", numericText],
  ["jsonb", jsonbDefault],
  ["date", (text: string) => (isDate(text) ? `'${text}'::date` : undefined)],
  ["timestamp without time zone", (text: string) => timestampText(text, "")],
  ["timestamp with time zone", (text: string) => timestampText(text, "Z")],
]);

function numericText(text: string): string | undefined {
  if (/^(?:0|[1-9]\d*)\.\d+$/.test(text)) return text;
  return /^(?:0|-?[1-9]\d*|-(?:0|[1-9]\d*)\.\d*[1-9]\d*)$/.test(text)
    ? `'${text}'::numeric`
    : undefined;
}

function jsonbDefault(text: string): string | undefined {
  // A number that JavaScript cannot hold would come out another.
  if (/\d{16}|[eE]/.test(text) || text.includes("\\u0000")) return undefined;
  const json = attempt(() => jsonbText(text));
  return json && `${quoteLiteral(json)}::jsonb`;
}

function isDate(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Reads what `Date.toISOString` and people write; a text without a zone means the session's. */
function timestampText(text: string, zone: "" | "Z"): string | undefined {
  const [, date = "", time = "", fraction = "", given = ""] =
    /^(\d{4}-\d{2}-\d{2})[ T]((?:[01]\d|2[0-3])(?::[0-5]\d){2})(\.\d{1,6})?(Z?)$/.exec(text) ?? [];
  if (!isDate(date) || (zone === "Z" && given === "")) return undefined;
  const kept = fraction.replace(/\.?0+$/, "");
  return zone === "Z"
    ? `'${date} ${time}${kept}+00'::timestamp with time zone`
    : `'${date} ${time}${kept}'::timestamp without time zone`;
}
