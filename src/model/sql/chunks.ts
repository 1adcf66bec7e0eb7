/** What Drizzle's expressions are made of. */
import {
  Column,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  Subquery,
  Table,
  View,
} from "drizzle-orm";
import { nameKey } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { is } from "../drizzle.js";
import type { Casing } from "../errors.js";
import { columnName, tableNameOf, usedName, viewNameOf } from "../names.js";

/**
 * The tables and views that an expression mentions as Drizzle's objects, and the owners of the
 * columns it mentions: Drizzle writes the tables of a join as mere names. A column of a sub-query
 * has that for its table; its own parts have been visited.
 */
function mentioned(chunk: unknown): readonly (Table | View)[] {
  if (Array.isArray(chunk)) return chunk.flatMap(mentioned);
  if (is(chunk, SQL)) return chunk.queryChunks.flatMap(mentioned);
  if (is(chunk, Table) || is(chunk, View)) return [chunk];
  if (is(chunk, Column)) {
    const owner: unknown = chunk.table;
    return is(owner, Table) || is(owner, View) ? [owner] : [];
  }
  if (is(chunk, Subquery)) return mentioned(chunk._.sql);
  if (is(chunk, SQL.Aliased)) return mentioned(chunk.sql);
  return isWrapper(chunk) && !isPart(chunk) ? mentioned(chunk.getSQL()) : [];
}

/** The names of the tables and views that an expression mentions. */
export function relationsIn(expression: SQL): QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  for (const relation of mentioned(expression)) {
    if (is(relation, View) && usedName(relation).isAlias) continue;
    const name = is(relation, Table) ? tableNameOf(relation) : viewNameOf(relation);
    found.set(nameKey(name), name);
  }
  return [...found.values()];
}

/**
 * The names of columns that a query knows by their keys, with the names that `casing` gives them.
 * Drizzle writes the columns of a query over a single table as mere names while it builds a view,
 * before anybody has told it the casing.
 */
export function namesByKey(query: SQL, casing: Casing | undefined): ReadonlyMap<string, string> {
  if (casing === undefined) return new Map();
  const columns = mentioned(query).flatMap((relation) =>
    is(relation, Table) ? Object.values(relation).filter((value) => is(value, Column)) : [],
  );
  const byKey = columns.filter((column) => column.keyAsName);
  return new Map(byKey.map((column) => [column.name, columnName(column, casing)]));
}

export interface Wrapper {
  getSQL(): SQL;
  shouldOmitSQLParens?(): boolean;
}

export function isWrapper(value: unknown): value is Wrapper {
  return (
    typeof value === "object" &&
    value !== null &&
    "getSQL" in value &&
    typeof value.getSQL === "function"
  );
}

/** The parts of a statement have `getSQL` too: a statement of themselves. */
function isPart(value: unknown): boolean {
  return is(value, StringChunk) || is(value, Name) || is(value, Param) || is(value, Placeholder);
}

/**
 * Whether a chunk of a query begins with the name of a table or view that the model has in no
 * schema. Drizzle's query builder writes what it joins, and a table that it reads under an alias,
 * as mere names, and leaves the place of the schema empty.
 */
export function lacksSchema(chunks: readonly unknown[], place: number): boolean {
  const chunk = chunks[place];
  return is(chunk, Name) ? isJoined(chunks, place) : isReadUnderAlias(chunk, chunks[place - 1]);
}

/** The template of a join: kind, ` join`, lateral, ` `, schema, ``, name. */
function isJoined(chunks: readonly unknown[], place: number): boolean {
  return (
    stringOf(chunks[place - 5]) === " join" &&
    stringOf(chunks[place - 3]) === " " &&
    place >= 2 &&
    chunks[place - 2] === undefined &&
    stringOf(chunks[place - 1]) === ""
  );
}

/** Behind ` from `, the template of a table with an alias: a template with its name, ` `, alias. */
function isReadUnderAlias(chunk: unknown, before: unknown): boolean {
  if (!is(chunk, SQL) || stringOf(before)?.endsWith(" from ") !== true) return false;
  const [, table, space, alias] = chunk.queryChunks;
  return (
    is(table, SQL) &&
    table.queryChunks.length === 3 &&
    is(table.queryChunks[1], Name) &&
    stringOf(space) === " " &&
    is(alias, Name)
  );
}

function stringOf(chunk: unknown): string | undefined {
  return is(chunk, StringChunk) ? chunk.value.join("") : undefined;
}
