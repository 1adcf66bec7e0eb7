/**
 * PostgreSQL omits what is implied in an index: the column's own collation, a predicate that is
 * always true, parentheses around a column. So an index that still differs is built on a temporary
 * table, and described like any other.
 */
import type { Connection } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { quoteIdentifier } from "../../schema/identifiers.js";
import {
  emptySchema,
  type Index,
  type IndexKey,
  type Schema,
  type Table,
} from "../../schema/types.js";
import {
  describeKeys,
  indexesQuery,
  type IndexKeyRow,
  indexKeysQuery,
  type IndexRow,
} from "../kinds/indexes.js";
import { catalogScope, groupedBy } from "../scope.js";
import { prefix, tableStatements, unit, type Unit } from "./probe-table.js";
import { refusalToAsk, runUnits, waves } from "./probe.js";
import { formerName, inBoth, probeColumn, type SettleOptions } from "./subjects.js";
import { settleTexts, type Sides } from "./texts.js";
import type { Translation } from "./translation.js";

/** Gives indexes of `desired` the spelling of equal indexes of `actual`. */
export async function settleIndexes(
  connection: Connection,
  { actual, desired }: Sides,
  { renamed = [], ...others }: SettleOptions,
  names: Translation,
): Promise<Schema> {
  const open = openTables(actual, desired);
  if (open.length === 0) return desired;
  if ((await refusalToAsk(connection, others.insideTransaction)) !== undefined) return desired;
  // Columns of the temporary tables already have their new names.
  const options = { ...others, renamed: renamed.filter(({ from }) => from.kind !== "column") };
  const described = new Map<Index, Index>();
  const named = open.map((table) => ({ ...table, name: formerName(table.desired, options).name }));
  for (const wave of waves(named))
    for (const [index, answer] of await ask(connection, wave, options, names))
      described.set(index, answer);
  const known = open.map((table) => ({
    ...table,
    indexes: table.indexes.filter((index) => described.has(index)),
  }));
  const answers = known.map(({ actual: table, indexes }) => ({
    ...table,
    indexes: indexes.map((index) => described.get(index) ?? index),
  }));
  // Texts of the other side may come from a restored dump, which prints them differently.
  const sides: Sides = {
    actual: { ...emptySchema, tables: known.map((table) => table.actual) },
    desired: { ...emptySchema, tables: answers },
  };
  const { tables } = (await settleTexts(connection, sides, options, names)).desired;
  const settled = new Map(
    known.flatMap((table, position) =>
      table.indexes.flatMap((index, place) => {
        const answer = tables[position]?.indexes[place];
        return answer && isAmong(answer, table.actual.indexes) ? [[index, answer] as const] : [];
      }),
    ),
  );
  return {
    ...desired,
    tables: desired.tables.map((table) => ({
      ...table,
      indexes: table.indexes.map((index) => settled.get(index) ?? index),
    })),
  };
}

/** A table of both sides, with the indexes that the other side does not have literally. */
interface OpenTable {
  readonly actual: Table;
  readonly desired: Table;
  readonly indexes: readonly Index[];
}

function openTables(actual: Schema, desired: Schema): readonly OpenTable[] {
  return inBoth(actual.tables, desired.tables).flatMap((pair) => {
    const indexes = pair.desired.indexes.filter((index) => !isAmong(index, pair.actual.indexes));
    return indexes.length > 0 && pair.actual.indexes.length > 0 ? [{ ...pair, indexes }] : [];
  });
}

/** Whether one of several indexes is written like this one. */
function isAmong(index: Index, indexes: readonly Index[]): boolean {
  const own = signature(index);
  return indexes.some((other) => signature(other) === own);
}

/** Equal for indexes that are written alike, apart from names and parameters. */
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

async function ask(
  connection: Connection,
  tables: readonly (OpenTable & { readonly name: string })[],
  { searchPath, insideTransaction }: SettleOptions,
  names: Translation,
): Promise<readonly (readonly [Index, Index])[]> {
  const asked: Index[] = [];
  const units = tables.flatMap(({ name, desired, indexes }): readonly Unit[] => [
    tableStatements({
      name,
      columns: desired.columns.map((column) => probeColumn(column, new Set(), [], names)),
    }),
    ...indexes.map((index) => unit([createIndex(name, index, asked.push(index) - 1, names)])),
  ]);
  const [answer] = await runUnits(connection, units, {
    searchPath: [...searchPath, "pg_temp"],
    insideTransaction,
    read: readIndexes(connection.serverVersion),
  });
  // The compiler does not know what a query selects; row types are declared next to the queries.
  const { indexes, keys } = answer as unknown as {
    readonly indexes: readonly IndexRow[];
    readonly keys: readonly IndexKeyRow[];
  };
  const keysOf = groupedBy(keys, (key) => key.index);
  return indexes.flatMap((row) => {
    const index = asked[Number(row.described.name.slice(prefix.length))];
    if (index === undefined) return [];
    const { where } = row.described;
    const described: Index = defined({
      ...index,
      keys: describeKeys(row, keysOf.get(row.oid) ?? []).map((key) =>
        key.expression === undefined ? key : { ...key, expression: names.toNew(key.expression) },
      ),
      where: where && names.toNew(where),
    });
    return [[index, described] as const];
  });
}

/** Only on the parent, and without what does not affect keys and predicate. */
function createIndex(
  table: string,
  { method, keys, where }: Index,
  id: number,
  { toOld }: Translation,
): string {
  const predicate = where === undefined ? "" : ` where (${toOld(where)}\n)`;
  const parts = keys.map((key) => keySql(key, toOld)).join(", ");
  const name = quoteIdentifier(`${prefix}${id}`);
  return `create index ${name} on only pg_temp.${quoteIdentifier(table)} using ${quoteIdentifier(method)} (${parts})${predicate}`;
}

function keySql(key: IndexKey, toOld: Translation["toOld"]): string {
  const sorts = key.order === "desc" || key.nulls === "first";
  return [
    key.column === undefined ? `(${toOld(key.expression ?? "")}\n)` : quoteIdentifier(key.column),
    ...(key.collation === undefined ? [] : [`collate ${key.collation}`]),
    ...(key.opclass === undefined ? [] : [key.opclass]),
    // A method that cannot sort accepts no sort options.
    ...(sorts ? [key.order, `nulls ${key.nulls}`] : []),
  ].join(" ");
}

function readIndexes(serverVersion: number): string {
  const scope = {
    ...catalogScope({ schemas: [] }, serverVersion),
    namespace: "n.oid = pg_my_temp_schema()",
  };
  const list = (query: string): string => `(select coalesce(json_agg(q), '[]') from (${query}) q)`;
  return `select ${list(indexesQuery(scope))} as indexes, ${list(indexKeysQuery(scope))} as keys`;
}
