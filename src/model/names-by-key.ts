import { Column, SQL, Subquery, Table } from "drizzle-orm";
import { columnName } from "./casing.js";
import { is } from "./entity.js";
import type { Casing } from "./options.js";

/**
 * The names of columns that a query knows by their keys, with the names that `casing` gives them.
 * Drizzle writes the columns of a query over a single table as mere names while it builds a view,
 * before anybody has told it the casing.
 */
export function namesByKey(query: SQL, casing: Casing | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (casing === undefined) return names;
  const visit = (chunk: unknown): void => {
    if (Array.isArray(chunk)) chunk.forEach(visit);
    else if (is(chunk, SQL)) chunk.queryChunks.forEach(visit);
    else if (is(chunk, Subquery)) visit(chunk._.sql);
    else if (is(chunk, Table)) addColumns(chunk);
    else if (is(chunk, Column) && is(chunk.table, Table)) addColumns(chunk.table);
  };
  const addColumns = (table: Table): void => {
    for (const value of Object.values(table))
      if (is(value, Column) && value.keyAsName) names.set(value.name, columnName(value, casing));
  };
  visit(query);
  return names;
}
