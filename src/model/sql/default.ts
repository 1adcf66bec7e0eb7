import { SQL } from "drizzle-orm";
import { PgArray, type PgColumn } from "drizzle-orm/pg-core";
import { attempt } from "../../attempt.js";
import { printName, quoteLiteral } from "../../schema/identifiers.js";
import type { DataType } from "../../schema/types.js";
import { is } from "../drizzle.js";
import type { DescribeOptions } from "../errors.js";
import { arrayLiteral, defaultLiteral } from "./default-literal.js";
import { expressionSql } from "./expression.js";
import { arrayText, jsonbText, textOf } from "./literal.js";

/**
 * A column's default as SQL, `undefined` if it has none. What only Drizzle supplies when it
 * inserts (`$default`, `$onUpdate`) is none, and nor is `NULL`, which PostgreSQL does not keep; JSON
 * has a null of its own.
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
  return arrayLiteral(text, type.sql);
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
