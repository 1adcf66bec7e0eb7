import { SQL } from "drizzle-orm";
import { isPgEnum, PgArray, type PgColumn } from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import { canonicalType, splitArray } from "../schema/data-types.js";
import { printName, quoteIdentifier, quoteName } from "../schema/identifiers.js";
import type { Column, DataType, Generated, QualifiedName, Serial } from "../schema/types.js";
import { columnName, enumNameOf, is, tableNameOf } from "./drizzle.js";
import { checkLength, type DescribeOptions, describing } from "./errors.js";
import { identityOf } from "./sequences.js";
import { defaultOf, defaultSql } from "./sql/default.js";
import { expressionSql } from "./sql/expression.js";

export function describeColumn(column: PgColumn, options: DescribeOptions = {}): Column {
  const name = columnName(column, options.casing);
  const where = `table "${tableNameOf(column.table).name}", column "${name}"`;
  return describing(options, where, () => {
    checkLength("column", name, where, options);
    const { type, serial, collation } = typeOf(column);
    const identity = identityOf(column, type, options);
    const generated = identity ? undefined : generatedOf(column, type, options);
    const isPlain = identity === undefined && generated === undefined;
    return defined({
      name,
      type,
      // PostgreSQL makes these NOT NULL whether or not Drizzle knows.
      notNull: column.notNull || column.primary || serial !== undefined || identity !== undefined,
      collation,
      identity,
      generated,
      serial: isPlain ? serial : undefined,
      default: isPlain && serial === undefined ? defaultOf(column, type, options) : undefined,
    });
  });
}

interface ColumnType {
  readonly type: DataType;
  readonly serial?: Serial;
  readonly collation?: string;
}

function typeOf(column: PgColumn): ColumnType {
  let element = column;
  while (is(element, PgArray)) element = element.baseColumn;
  const enumName = enumOf(element);
  if (enumName === undefined) return typeOfText(column.getSQLType());
  const dimensions = element === column ? "" : "[]";
  return { type: { sql: `${printName(enumName)}${dimensions}`, enum: enumName } };
}

/** By text: a project has thousands of columns and a few dozen types. */
const knownTypes = new Map<string, ColumnType>();

function typeOfText(text: string): ColumnType {
  const known = knownTypes.get(text) ?? readType(text);
  knownTypes.set(text, known);
  return known;
}

function readType(text: string): ColumnType {
  const { sql, collation } = splitCollation(text);
  const integer = serialTypes.get(sql.toLowerCase());
  if (integer !== undefined) return { type: { sql: integer }, serial: {} };
  const { element, isArray } = splitArray(sql);
  const type = { sql: canonicalType(sql) ?? `${element}${isArray ? "[]" : ""}` };
  return defined({ type, collation });
}

function enumOf(column: PgColumn): QualifiedName | undefined {
  const type: unknown = Reflect.get(column, "enum");
  return isPgEnum(type) ? enumNameOf(type) : undefined;
}

const serialTypes = new Map([
  ["smallserial", "smallint"],
  ["serial2", "smallint"],
  ["serial", "integer"],
  ["serial4", "integer"],
  ["bigserial", "bigint"],
  ["serial8", "bigint"],
]);

/** Collations that every PostgreSQL has in `pg_catalog`. */
const builtInCollation =
  /^(?:C|POSIX|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast|C\..*|.*-x-icu|[a-z]{2,3}_[A-Z]{2}.*)$/;

const identifier = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;
const collated = new RegExp(
  String.raw`^(.*?)\s*\bcollate\b\s*(?:(${identifier})\s*\.\s*)?(${identifier})\s*((?:\[\s*\d*\s*\]\s*)*)$`,
  "isu",
);

/** Drizzle has no word for a collation, so that authors write it into a custom type. */
function splitCollation(sql: string): { readonly sql: string; readonly collation?: string } {
  const match = collated.exec(sql);
  if (match === null) return { sql };
  const [, before = "", given, spelled = "", dimensions = ""] = match;
  const type = `${before}${dimensions.trim()}`;
  const name = identifierOf(spelled);
  if (name === "default") return { sql: type };
  const schema = given === undefined ? undefined : identifierOf(given);
  const known = schema ?? (builtInCollation.test(name) ? "pg_catalog" : undefined);
  return {
    sql: type,
    collation: known === undefined ? quoteIdentifier(name) : quoteName({ schema: known, name }),
  };
}

/** PostgreSQL folds what stands without quotes; `C` alone would be no collation then. */
function identifierOf(spelled: string): string {
  if (spelled.startsWith('"')) return spelled.slice(1, -1).replaceAll('""', '"');
  return builtInCollation.test(spelled) ? spelled : spelled.toLowerCase();
}

function generatedOf(
  column: PgColumn,
  type: DataType,
  options: DescribeOptions,
): Generated | undefined {
  if (column.generated === undefined) return undefined;
  const as: unknown = column.generated.as;
  const value: unknown = typeof as === "function" ? Reflect.apply(as, undefined, []) : as;
  // A string is SQL to Drizzle, whatever the column's type.
  const expression =
    is(value, SQL) || typeof value === "string"
      ? expressionSql(value, { casing: options.casing, table: column.table })
      : defaultSql(column, value, type, options);
  return { expression, stored: true };
}
