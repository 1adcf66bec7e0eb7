/** Rows that break a key, a foreign key or a check. */
import { printIdentifier, printName } from "../../schema/identifiers.js";
import { withoutStrings } from "../../schema/sql-scanner.js";
import type { CheckConstraint, ForeignKey, IndexKey, QualifiedName } from "../../schema/types.js";
import type { CreateIndex } from "../types.js";
import { type CurrentTables, expressionOf, isNullSql, type Source } from "./current-tables.js";
import { type RowQuestion, rowsWhere } from "../hazard.js";

interface Key {
  readonly columns: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly isPrimary: boolean;
}

/** A primary key or unique constraint: values that stand twice and, in a primary key, nulls. */
export function keyQuestion(
  table: QualifiedName,
  { columns, nullsNotDistinct = false, isPrimary }: Key,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const keys = columns.map((column) => expressionOf(tables.source(table, column)));
  const name = tables.name(table);
  const open = keys.filter((_, index) => !tables.isRequired(table, columns[index] ?? ""));
  const nulls = isPrimary ? nullsIn(name, open) : [];
  const known = keys.filter((key) => key !== undefined);
  if (known.length < keys.length) return nulls;
  return [
    ...nulls,
    ...duplicates(name, printName(name), known, {
      nullsNotDistinct: nullsNotDistinct || isPrimary,
    }),
  ];
}

function nullsIn(
  table: QualifiedName,
  keys: readonly (string | undefined)[],
): readonly RowQuestion[] {
  const conditions = keys.flatMap((key) => (key === undefined ? [] : [`${key} IS NULL`]));
  if (conditions.length === 0) return [];
  return [rowsWhere("null", table, conditions.join(" OR "))];
}

/** A unique index, over expressions and of a part of the rows as well. */
export function indexQuestion(
  { table, index }: CreateIndex,
  tables: CurrentTables,
): readonly RowQuestion[] {
  const expressions = index.keys.flatMap(({ expression }) => expression ?? []);
  const texts = [...expressions, ...(index.where === undefined ? [] : [index.where])];
  const rows = tables.rowsFor(table, texts);
  if (!index.unique)
    return rows === undefined ? [] : computedQuestions(tables.name(table), rows, index);
  if (rows === undefined) return [unknown(tables.name(table))];
  const keys = index.keys.map((key) => indexKey(key, tables.source(table, key.column ?? "")));
  const known = keys.filter((key) => key !== undefined);
  if (known.length < keys.length) return [];
  return duplicates(tables.name(table), rows, known, {
    nullsNotDistinct: index.nullsNotDistinct ?? false,
    ...(index.where !== undefined && { where: index.where }),
  });
}

/** What an index computes for each row can fail on a value: `(10 / a)`. */
function computedQuestions(
  table: QualifiedName,
  rows: string,
  { keys, where }: CreateIndex["index"],
): readonly RowQuestion[] {
  const expressions = keys.flatMap(({ expression }) => expression ?? []);
  const failing = [...expressions, ...(where === undefined ? [] : [where])].filter(canFail);
  if (failing.length === 0) return [];
  const counts = expressions.map((one) => `count((${one}))`);
  const filter = where === undefined ? "" : ` WHERE ${where}`;
  const attempt = `SELECT ${counts.length === 0 ? "count(*)" : counts.join(", ")} FROM ${rows}${filter}`;
  return [{ about: "value", table, query: attempt, attempt }];
}

/** Whether an expression does more than what PostgreSQL can do with every value. */
function canFail(expression: string): boolean {
  const text = withoutStrings(expression).replaceAll(/''(?:::[a-z ]+)?/g, "");
  const calls = [...text.matchAll(/([\w".]+)\s*\(/g)].map(([, name]) => name?.toLowerCase());
  return /::|\/|%/.test(text) || calls.some((name) => !harmless.has(name ?? ""));
}

const harmless: ReadonlySet<string> = new Set(
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
  // A new column that is NULL everywhere holds nothing twice.
  if (!nullsNotDistinct && keys.some(isNullSql)) return [];
  const conditions = [
    ...(where === undefined ? [] : [`(${where})`]),
    ...(nullsNotDistinct ? [] : keys.map((key) => `${key} IS NOT NULL`)),
  ];
  const filter = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  // By position, because a constant is no name of a group.
  const groups = keys.map((_, index) => index + 1).join(", ");
  const query = `SELECT ${keys.join(", ")}, count(*) FROM ${rows}${filter} GROUP BY ${groups} HAVING count(*) > 1`;
  return [{ about: "duplicate", table, query }];
}

/** Rows that refer to nothing; with `MATCH FULL` those, too, that are only partly NULL. */
export function foreignKeyQuestion(
  table: QualifiedName,
  { columns, referencedTable, referencedColumns, match, notValid }: ForeignKey,
  tables: CurrentTables,
): readonly RowQuestion[] {
  if (notValid === true) return [];
  const sources = columns.map((column) => tables.source(table, column));
  if (sources.some(isNothing) && match !== "full") return [];
  const name = tables.name(table);
  const rows = referringRows(name, sources);
  const targets = referencedColumns.map((one) => tables.source(referencedTable, one));
  const isNewTarget = tables.isNew(referencedTable);
  if (rows === undefined || (!isNewTarget && targets.some(({ kind }) => kind !== "column")))
    return [];
  const allThere = rows.keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  const equal = targets.map((target, index) =>
    target.kind === "column" ? `k.${printIdentifier(target.name)} = ${rows.keys[index]}` : "false",
  );
  const orphan = isNewTarget
    ? allThere
    : `${allThere} AND NOT EXISTS (SELECT FROM ${printName(tables.name(referencedTable))} k WHERE ${equal.join(" AND ")})`;
  const isPartly = match === "full" && columns.length > 1;
  const someThere = rows.keys.map((key) => `${key} IS NOT NULL`).join(" OR ");
  const someNull = rows.keys.map((key) => `${key} IS NULL`).join(" OR ");
  const filter = isPartly ? `(${orphan}) OR ((${someThere}) AND (${someNull}))` : orphan;
  return [
    { about: "orphan", table: name, query: `SELECT r.* FROM ${rows.from} r WHERE ${filter}` },
  ];
}

/** A column that is new and NULL in every row refers to nothing. */
function isNothing(source: Source): boolean {
  return source.kind === "value" && isNullSql(source.sql);
}

/** Values that are computed get names, so that no name in them is taken for one of the key's table. */
function referringRows(
  table: QualifiedName,
  sources: readonly Source[],
): { readonly from: string; readonly keys: readonly string[] } | undefined {
  const computed: string[] = [];
  const keys: string[] = [];
  for (const source of sources) {
    if (source.kind === "numbers") return undefined;
    if (source.kind === "column") {
      keys.push(`r.${printIdentifier(source.name)}`);
      continue;
    }
    const alias = `gen_value_${computed.length + 1}`;
    computed.push(`${source.sql} AS ${alias}`);
    keys.push(`r.${alias}`);
  }
  const from =
    computed.length === 0
      ? printName(table)
      : `(SELECT *, ${computed.join(", ")} FROM ${printName(table)})`;
  return { from, keys };
}

/** Rows for which the check says no; one that says neither yes nor no lets a row pass. */
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
