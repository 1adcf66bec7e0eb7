/** Rows that violate a column's new type, its NOT NULL, or an enum's new values. */
import { printIdentifier, printName, quoteLiteral } from "../../schema/identifiers.js";
import { integerType, parseType, type ParsedType } from "../../schema/data-types.js";
import { integerLimits } from "../../schema/sequences.js";
import { isString, narrowing } from "../casts.js";
import type { Column, QualifiedName } from "../../schema/types.js";
import type { AddColumn, AlterColumn, AlterEnum } from "../types.js";
import { type CurrentTables, expressionOf } from "./current-tables.js";
import { type RowQuestion, rowsWhere } from "../hazard.js";

/** A new NOT NULL column without a value, or with one that is not computed for every row. */
export function fillQuestion(
  { table, column }: AddColumn,
  tables: CurrentTables,
): readonly RowQuestion[] {
  if (column.generated !== undefined) return generatedQuestions(table, column, tables);
  const sources = [column.default, column.serial, column.identity];
  if (!column.notNull || sources.some((source) => source !== undefined)) return [];
  const name = tables.name(table);
  return [{ about: "rows", table: name, query: `SELECT * FROM ${printName(name)}` }];
}

function generatedQuestions(
  table: QualifiedName,
  { type, notNull, generated }: Column,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const expression = generated?.expression;
  const rows = expression === undefined ? undefined : tables.rowsFor(table, [expression]);
  if (rows === undefined) return [];
  const name = tables.name(table);
  const value = `(${expression})::${type.sql}`;
  const attempt = `SELECT count(${value}) FROM ${rows}`;
  return [
    { about: "value", table: name, query: attempt, attempt },
    ...(notNull ? [rowsWhere("null", name, `${value} IS NULL`, rows)] : []),
  ];
}

export function nullQuestion(
  { table, column, changes }: AlterColumn,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const value = expressionOf(tables.source(table, column));
  if (changes.notNull !== true || value === undefined || tables.isRequired(table, column))
    return [];
  return [rowsWhere("null", tables.name(table), `${value} IS NULL`)];
}

export function typeQuestion(
  { table, column, changes, previous }: AlterColumn,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const source = tables.source(table, column);
  const { type, using } = changes;
  const from = previous?.type;
  if (type === undefined || from === undefined || source.kind !== "column") return [];
  if (["none", "timeZone"].includes(narrowing(from, type))) return [];
  const name = tables.name(table);
  const value = printIdentifier(source.name);
  const [held, target] = [parseType(from.sql), parseType(type.sql)];
  const misfit = misfitOf(value, held, target);
  if (misfit !== undefined) return [rowsWhere("type", name, misfit)];
  if (using !== undefined && source.name !== column) return [];
  const attempt = `SELECT count(${using ?? `${value}::${type.sql}`}) FROM ${printName(name)}`;
  const range = isString(held) && !held.array && rangeOf(target);
  const query = range
    ? `SELECT * FROM ${printName(name)} WHERE CASE WHEN ${value} ~ '^\\s*[-+]?[0-9]+\\s*$' THEN ${value}::numeric NOT ${range} ELSE ${value} IS NOT NULL END`
    : attempt;
  return [{ about: "type", table: name, query, attempt }];
}

function rangeOf({ base, array }: ParsedType): string | undefined {
  const type = array ? undefined : integerType({ sql: base });
  return type && `BETWEEN ${integerLimits[type].min} AND ${integerLimits[type].max}`;
}

/** A condition for values that do not fit, if SQL can express it. */
function misfitOf(value: string, from: ParsedType, to: ParsedType): string | undefined {
  const [length] = to.modifiers;
  const isLength = ["character varying", "character"].includes(to.base);
  if (isLength && from.array === to.array) return tooLong(value, length ?? 1, to.array);
  const isNumeric = from.base === "numeric" && !from.array;
  if (to.array || (!isNumeric && rangeOf(from) === undefined)) return undefined;
  const range = rangeOf(to);
  if (range !== undefined && !isNumeric) return `${value} NOT ${range}`;
  return to.base === "numeric" ? tooLarge(value, from, to) : undefined;
}

function tooLong(value: string, length: number, array: boolean): string {
  const long = (text: string): string => `char_length(rtrim(${text}::text, ' ')) > ${length}`;
  return array ? `EXISTS (SELECT FROM unnest(${value}) v WHERE ${long("v")})` : long(value);
}

function tooLarge(
  value: string,
  from: ParsedType,
  { modifiers: [precision, scale = 0] }: ParsedType,
): string | undefined {
  if (precision === undefined) return undefined;
  const isNumber = from.base === "numeric" ? `${value} <> 'NaN' AND ` : "";
  return `${isNumber}abs(round(${value}::numeric, ${scale})) >= 1e${precision - scale}`;
}

export function enumQuestions(
  { values, mapping = {}, uses, previous }: AlterEnum,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const gone = (previous?.values ?? []).filter((value) => !values.includes(value));
  const lost = gone.filter((value) => mapping[value] === undefined);
  if (lost.length === 0) return [];
  const list = lost.map(quoteLiteral).join(", ");
  return uses.flatMap(({ table, column, array }): readonly RowQuestion[] => {
    const source = tables.source(table, column);
    if (tables.isNew(table) || source.kind !== "column") return [];
    const value = printIdentifier(source.name);
    const filter = array ? `${value}::text[] && ARRAY[${list}]` : `${value}::text IN (${list})`;
    return [rowsWhere("enumValue", tables.name(table), filter)];
  });
}
