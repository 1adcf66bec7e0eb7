/**
 * Indexes as the server understands them. A key's text holds more than an expression (a collation,
 * an operator class, an order), and PostgreSQL leaves out what goes without saying: the column's own
 * collation, a predicate that is always true, parentheses round a column. So an index that still
 * differs is made, whole, on a temporary table, and described like any other.
 */
import type { Connection } from "../../database/connection.js";
import { nameKey, quoteIdentifier } from "../../schema/identifiers.js";
import type { Index, IndexKey, QualifiedName, Schema, Table } from "../../schema/types.js";
import type { CatalogScope } from "../scope.js";
import { groupedBy } from "../grouping.js";
import {
  describeKeys,
  indexesQuery,
  type IndexKeyRow,
  indexKeysQuery,
  type IndexRow,
} from "../kinds/indexes.js";
import { runUnits, waves } from "./probe.js";
import { prefix, type ProbeColumn, tableStatements, unit, type Unit } from "./probe-table.js";
import { commonTables } from "./subjects.js";

export interface IndexQuestions {
  readonly searchPath: readonly string[];
  readonly insideTransaction: boolean;
  /** What a table of the models is called today. */
  readonly nameOf: (table: Table) => QualifiedName;
  readonly columnsOf: (table: Table) => readonly ProbeColumn[];
  readonly toOld: (sql: string) => string;
  readonly toNew: (sql: string) => string;
}

/** An index of the models that the other side does not have as it is written. */
export interface OpenIndex {
  readonly table: Table;
  readonly index: Index;
}

/** The indexes of tables that both sides have which differ from every index of the other side. */
export function openIndexes(actual: Schema, desired: Schema): readonly OpenIndex[] {
  return commonTables(actual, desired).flatMap((pair) => {
    if (pair.desired.indexes.length === 0 || pair.actual.indexes.length === 0) return [];
    return pair.desired.indexes
      .filter((index) => !isAmong(index, pair.actual.indexes))
      .map((index) => ({ table: pair.desired, index }));
  });
}

/** Whether one of some indexes is written like this one. */
export function isAmong(index: Index, indexes: readonly Index[]): boolean {
  const own = signature(index);
  return indexes.some((one) => signature(one) === own);
}

/** Equal for indexes that are written alike, but for names and parameters. */
function signature({ method, keys, where }: Index): string {
  return JSON.stringify([
    method,
    keys.map(({ column, expression, order, nulls, opclass, opclassIsDefault, collation }) => [
      column ?? `(${expression ?? ""})`,
      order,
      nulls,
      opclassIsDefault === true ? undefined : opclass,
      collation,
    ]),
    where,
  ]);
}

/** The indexes in the server's words; one that it does not accept today is left out. */
export async function describeIndexes(
  connection: Connection,
  open: readonly OpenIndex[],
  questions: IndexQuestions,
): Promise<ReadonlyMap<Index, Index>> {
  const described = new Map<Index, Index>();
  const groups = [...groupedBy(open, ({ table }) => nameKey(table)).values()];
  const tables = groups.flatMap((own): readonly OpenTable[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { table } = first;
    return [{ name: questions.nameOf(table).name, table, indexes: own.map(({ index }) => index) }];
  });
  for (const wave of waves(tables))
    for (const [index, answer] of await ask(connection, wave, questions))
      described.set(index, answer);
  return described;
}

interface OpenTable {
  /** What it is called today. */
  readonly name: string;
  readonly table: Table;
  readonly indexes: readonly Index[];
}

async function ask(
  connection: Connection,
  tables: readonly OpenTable[],
  questions: IndexQuestions,
): Promise<readonly (readonly [Index, Index])[]> {
  const asked: Index[] = [];
  const units = tables.flatMap(({ name, table, indexes }): readonly Unit[] => [
    tableStatements({ name, columns: questions.columnsOf(table) }),
    ...indexes.map((index) => unit([createIndex(name, index, asked.push(index) - 1, questions)])),
  ]);
  const { searchPath, insideTransaction, toNew } = questions;
  const [row] = await runUnits(connection, units, {
    searchPath: [...searchPath, "pg_temp"],
    insideTransaction,
    read: readIndexes(connection.serverVersion),
  });
  // What a query selects is not known to the compiler; its row types stand beside the queries.
  const { indexes, keys } = row as unknown as Answer;
  const keysOf = groupedBy(keys, (key) => key.index);
  return indexes.flatMap((one) => {
    const index = asked[Number(one.name.slice(prefix.length))];
    if (index === undefined) return [];
    const { where: _, ...rest } = index;
    const answer: Index = {
      ...rest,
      keys: describeKeys(one, keysOf.get(one.oid) ?? []).map((key) =>
        key.expression === undefined ? key : { ...key, expression: toNew(key.expression) },
      ),
      ...(one.where !== null && { where: toNew(one.where) }),
    };
    return [[index, answer] as const];
  });
}

interface Answer {
  readonly indexes: readonly IndexRow[];
  readonly keys: readonly IndexKeyRow[];
}

/** On the parent alone, and without what says nothing of keys and predicate. */
function createIndex(
  table: string,
  { method, keys, where }: Index,
  id: number,
  { toOld }: IndexQuestions,
): string {
  const predicate = where === undefined ? "" : ` where (${toOld(where)}\n)`;
  const parts = keys.map((key) => keySql(key, toOld)).join(", ");
  const name = quoteIdentifier(`${prefix}${id}`);
  return `create index ${name} on only pg_temp.${quoteIdentifier(table)} using ${quoteIdentifier(method)} (${parts})${predicate}`;
}

function keySql(key: IndexKey, toOld: IndexQuestions["toOld"]): string {
  const sorts = key.order === "desc" || key.nulls === "first";
  return [
    key.column === undefined ? `(${toOld(key.expression ?? "")}\n)` : quoteIdentifier(key.column),
    ...(key.collation === undefined ? [] : [`collate ${key.collation}`]),
    ...(key.opclass === undefined ? [] : [key.opclass]),
    // A method that cannot sort takes no word about it.
    ...(sorts ? [key.order, `nulls ${key.nulls}`] : []),
  ].join(" ");
}

function readIndexes(serverVersion: number): string {
  const scope: CatalogScope = {
    namespace: "n.oid = pg_my_temp_schema()",
    relation: () => "true",
    sequence: () => "true",
    enumeration: () => "true",
    isLimited: false,
    serverVersion,
  };
  const list = (query: string): string => `(select coalesce(json_agg(q), '[]') from (${query}) q)`;
  return `select ${list(indexesQuery(scope))} as indexes, ${list(indexKeysQuery(scope))} as keys`;
}
