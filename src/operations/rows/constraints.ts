/** Rows that violate a key, a foreign key or a check. */
import { defined } from "../../defined.js";
import { printIdentifier, printName } from "../../schema/identifiers.js";
import { withoutStrings } from "../../schema/sql-scanner.js";
import type { CheckConstraint, ForeignKey, IndexKey, QualifiedName } from "../../schema/types.js";
import { given } from "../statement.js";
import type { CreateIndex } from "../types.js";
import { type CurrentTables, expressionOf, isNullSql, type Source } from "./current-tables.js";
import { type RowQuestion, rowsWhere } from "../hazard.js";

interface Key {
  readonly columns: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly isPrimary: boolean;
}

/** A primary key or unique constraint: duplicates and, for a primary key, nulls. */
export function keyQuestion(
  table: QualifiedName,
  { columns, nullsNotDistinct = false, isPrimary }: Key,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const name = tables.name(table);
  const keyOf = (column: string) => expressionOf(tables.source(table, column)) ?? [];
  const nullable = columns.filter((column) => isPrimary && !tables.isRequired(table, column));
  const nulls = nullable.flatMap(keyOf).map((key) => `${key} IS NULL`);
  const keys = columns.flatMap(keyOf);
  const options = { nullsNotDistinct: nullsNotDistinct || isPrimary };
  return [
    ...(nulls.length === 0 ? [] : [rowsWhere("null", name, nulls.join(" OR "))]),
    ...(keys.length < columns.length ? [] : duplicates(name, printName(name), keys, options)),
  ];
}

/** A unique index, also one on expressions or on part of the rows. */
export function indexQuestion(
  { table, index }: CreateIndex,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const { nullsNotDistinct = false, where } = index;
  const name = tables.name(table);
  const expressions = index.keys.flatMap(({ expression }) => expression ?? []);
  const rows = tables.rowsFor(table, given(...expressions, where));
  if (!index.unique) return rows === undefined ? [] : computedQuestions(name, rows, index);
  if (rows === undefined) return [unknown(name)];
  const keys = index.keys.flatMap(
    (key) => indexKey(key, tables.source(table, key.column ?? "")) ?? [],
  );
  if (keys.length < index.keys.length) return [];
  return duplicates(name, rows, keys, defined({ nullsNotDistinct, where }));
}

/** An index expression that can fail for a value: `(10 / a)`. */
function computedQuestions(
  table: QualifiedName,
  rows: string,
  { keys, where }: CreateIndex["index"],
): readonly RowQuestion[] {
  const expressions = keys.flatMap(({ expression }) => expression ?? []);
  if (!given(...expressions, where).some(canFail)) return [];
  const counts = expressions.map((expression) => `count((${expression}))`);
  const filter = where === undefined ? "" : ` WHERE ${where}`;
  const attempt = `SELECT ${counts.length === 0 ? "count(*)" : counts.join(", ")} FROM ${rows}${filter}`;
  return [{ about: "value", table, query: attempt, attempt }];
}

/** Whether an expression does more than PostgreSQL can do with every value. */
function canFail(expression: string): boolean {
  const text = withoutStrings(expression).replaceAll(/''(?:::[a-z ]+)?/g, "");
  const calls = [...text.matchAll(/([\w".]+)\s*\(/g)].map(([, name]) => name?.toLowerCase());
  return /::|\/|%/.test(text) || calls.some((name) => !harmless.has(name ?? ""));
}

const harmless = new Set(
  "lower upper coalesce trim btrim ltrim rtrim md5 length nullif and or not in".split(" "),
);

function unknown(table: QualifiedName): RowQuestion {
  return { about: "unknown", table, query: `SELECT * FROM ${printName(table)}` };
}

function indexKey({ column, expression, collation }: IndexKey, source: Source): string | undefined {
  const value = column === undefined ? expression && `(${expression})` : expressionOf(source);
  return value === undefined || collation === undefined ? value : `${value} COLLATE ${collation}`;
}

function duplicates(
  table: QualifiedName,
  rows: string,
  keys: readonly string[],
  { nullsNotDistinct, where }: { readonly nullsNotDistinct: boolean; readonly where?: string },
): readonly RowQuestion[] {
  // A new column that is NULL everywhere has no duplicates.
  if (!nullsNotDistinct && keys.some(isNullSql)) return [];
  const present = nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`);
  const conditions = given(where && `(${where})`, ...present);
  const filter = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  // By position, because GROUP BY does not accept a constant.
  const groups = keys.map((_, index) => index + 1).join(", ");
  const query = `SELECT ${keys.join(", ")}, count(*) FROM ${rows}${filter} GROUP BY ${groups} HAVING count(*) > 1`;
  return [{ about: "duplicate", table, query }];
}

/** Rows that reference nothing; with `MATCH FULL` also those that are partly NULL. */
export function foreignKeyQuestion(
  table: QualifiedName,
  { columns, referencedTable, referencedColumns, match, notValid }: ForeignKey,
  tables: CurrentTables,
): readonly RowQuestion[] {
  if (notValid === true) return [];
  const sources = columns.map((column) => tables.source(table, column));
  const values = sources.flatMap((source) => expressionOf(source) ?? []);
  // A new column that is NULL everywhere references nothing.
  if (values.some(isNullSql) && match !== "full") return [];
  const isNewTarget = tables.isNew(referencedTable);
  const targets = referencedColumns.map((column) => tables.source(referencedTable, column));
  const areThere = isNewTarget || targets.every(({ kind }) => kind === "column");
  if (values.length < columns.length || !areThere) return [];
  const name = tables.name(table);
  const { from, keys } = referringRows(name, sources);
  const anyKey = (test: string) => keys.map((key) => `${key} ${test}`).join(" OR ");
  const allThere = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  const equal = targets.map((target, index) => `k.${expressionOf(target)} = ${keys[index]}`);
  const orphan = isNewTarget
    ? allThere
    : `${allThere} AND NOT EXISTS (SELECT FROM ${printName(tables.name(referencedTable))} k WHERE ${equal.join(" AND ")})`;
  const isPartly = match === "full" && columns.length > 1;
  const filter = isPartly
    ? `(${orphan}) OR ((${anyKey("IS NOT NULL")}) AND (${anyKey("IS NULL")}))`
    : orphan;
  return [{ about: "orphan", table: name, query: `SELECT r.* FROM ${from} r WHERE ${filter}` }];
}

/** Computed values get aliases, so that they are not taken for columns of the key's table. */
function referringRows(table: QualifiedName, sources: readonly Source[]) {
  const computed: string[] = [];
  const keys = sources.map((source) => {
    if (source.kind === "column") return `r.${printIdentifier(source.name)}`;
    const alias = `gen_value_${computed.length + 1}`;
    computed.push(`${source.sql} AS ${alias}`);
    return `r.${alias}`;
  });
  const from =
    computed.length === 0
      ? printName(table)
      : `(SELECT *, ${computed.join(", ")} FROM ${printName(table)})`;
  return { from, keys };
}

/** Rows for which the check is false. A check that is NULL accepts the row. */
export function checkQuestion(
  table: QualifiedName,
  { expression, notValid }: CheckConstraint,
  tables: CurrentTables,
): readonly RowQuestion[] {
  if (notValid === true) return [];
  const name = tables.name(table);
  const rows = tables.rowsFor(table, [expression]);
  const broken = `NOT (${expression})`;
  if (rows !== undefined) return [rowsWhere("check", name, broken, rows)];
  const condition = tables.conditionOn(table, broken);
  return condition === undefined ? [unknown(name)] : [rowsWhere("check", name, condition)];
}
