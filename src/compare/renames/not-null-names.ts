import { withoutAttributes } from "../../schema/attributes.js";
import { usualNotNullName } from "../../schema/identifiers.js";
import type { Column, Schema, Table } from "../../schema/types.js";

/**
 * The schema after renames, in which each NOT NULL keeps its name, as it does in the database:
 * should the column be recreated, it gets that one and not what the new names would give it.
 *
 * @param before The same schema before the renames, with everything in the same order.
 */
export function keepNotNullNames(before: Schema, after: Schema): Schema {
  const tables = after.tables.map((table, index) => {
    const was = before.tables[index];
    if (was === undefined || table.special !== undefined) return table;
    const keep = (column: Column, place: number): Column =>
      keepName(column, notNullName(was, was.columns[place] ?? column), table);
    return { ...table, columns: table.columns.map(keep) };
  });
  return { ...after, tables };
}

function notNullName(table: Table, { name, attributes }: Column): string {
  return attributes?.notNullName ?? usualNotNullName(table, name);
}

function keepName(column: Column, name: string, table: Table): Column {
  if (!column.notNull || name === notNullName(table, column)) return column;
  return name === usualNotNullName(table, column.name)
    ? withoutAttributes(column, (setting) => setting === "notNullName")
    : { ...column, attributes: { ...column.attributes, notNullName: name } };
}
