/** What a NOT NULL is called after its table or column has been renamed. */
import { withoutAttributes } from "../../schema/attributes.js";
import { usualNotNullName } from "../../schema/not-null-names.js";
import type { Column, Schema, Table } from "../../schema/types.js";

/**
 * The schema after renames, in which each NOT NULL keeps its name, as it does in the database:
 * should the column be made anew, it gets that one and not what the new names would give it.
 *
 * @param before The same schema before the renames, with everything in the same order.
 */
export function keepNotNullNames(before: Schema, after: Schema): Schema {
  return {
    ...after,
    tables: after.tables.map((table, index) => {
      const was = before.tables[index];
      return was === undefined || table.special !== undefined ? table : keepInTable(was, table);
    }),
  };
}

function keepInTable(was: Table, table: Table): Table {
  const isRenamed = (column: Column, index: number): boolean =>
    was.name !== table.name || was.columns[index]?.name !== column.name;
  if (!table.columns.some(isRenamed)) return table;
  return {
    ...table,
    columns: table.columns.map((column, index) => {
      const former = was.columns[index];
      return former === undefined || !column.notNull || !isRenamed(column, index)
        ? column
        : keepInColumn(was, former, table, column);
    }),
  };
}

function keepInColumn(was: Table, former: Column, table: Table, column: Column): Column {
  const notNullName = former.attributes?.notNullName ?? usualNotNullName(was, former.name);
  return notNullName === usualNotNullName(table, column.name)
    ? withoutAttributes(column, (setting) => setting === "notNullName")
    : { ...column, attributes: { ...column.attributes, notNullName } };
}
