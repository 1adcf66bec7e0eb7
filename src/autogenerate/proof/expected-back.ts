/** What a downgrade is to lead back to. */
import type { Operation } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";
import { namedNotNull } from "../../schema/not-null-names.js";
import type { Column, Schema } from "../../schema/types.js";

/**
 * What was there before, but for columns that the downgrade on purpose brings back without their
 * NOT NULL: the rows that are there by then would have no value.
 */
export function expectedBack(before: Schema, downgrade: readonly Operation[]): Schema {
  const nullable = new Set(downgrade.flatMap(nullableColumns));
  if (nullable.size === 0) return before;
  return {
    ...before,
    tables: before.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        nullable.has(`${nameKey(table)}\0${column.name}`) ? withoutNotNull(column) : column,
      ),
    })),
  };
}

function nullableColumns(operation: Operation): readonly string[] {
  if (operation.kind === "autocommit") return operation.operations.flatMap(nullableColumns);
  if (operation.kind !== "addColumn" || operation.column.notNull) return [];
  return [`${nameKey(operation.table)}\0${operation.column.name}`];
}

function withoutNotNull({ restore, ...column }: Column): Column {
  const rest = restore?.filter((sql) => namedNotNull(sql) === undefined);
  return { ...column, notNull: false, ...(rest !== undefined && { restore: rest }) };
}
