import { quoteIdentifier } from "../schema/identifiers.js";
import { compileAlterColumn } from "./alter-column.js";
import { columnParts } from "./column-definition.js";
import { commentStatement } from "./objects.js";
import { previousOf } from "./irreversible.js";
import { alterTable, statements } from "./statement.js";
import type { Statement } from "./statement.js";
import type { AddColumn, ColumnOperation, Operation } from "./types.js";

export function compileColumn(operation: ColumnOperation): readonly Statement[] {
  const { table } = operation;
  switch (operation.kind) {
    case "addColumn":
      return addColumn(operation);
    case "dropColumn":
      return statements(alterTable(table, `DROP COLUMN ${quoteIdentifier(operation.column)}`));
    case "alterColumn":
      return statements(...compileAlterColumn(operation));
  }
}

export function inverseColumn(operation: ColumnOperation): Operation {
  const { table } = operation;
  switch (operation.kind) {
    case "addColumn": {
      const { column } = operation;
      return { kind: "dropColumn", table, column: column.name, previous: column };
    }
    case "dropColumn":
      return { kind: "addColumn", table, column: previousOf(operation) };
    case "alterColumn":
      return { ...operation, changes: previousOf(operation), previous: operation.changes };
  }
}

function addColumn({ table, column }: AddColumn): readonly Statement[] {
  const { before, definition, after } = columnParts(table, column);
  return statements(
    ...before,
    alterTable(table, `ADD COLUMN ${definition}`),
    ...after,
    ...commentStatement({ kind: "column", table, name: column.name }, column.comment),
  );
}
