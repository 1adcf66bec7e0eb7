/** Columns that a downgrade brings back. */
import type { Operation } from "../../operations/types.js";
import { nameKey } from "../../schema/identifiers.js";

/**
 * What is left to do after a downgrade, but for the NOT NULL of columns that come back nullable on
 * purpose, because the rows that are there have no value for them.
 */
export function withoutExpected(
  left: readonly Operation[],
  downgrade: readonly Operation[],
): readonly Operation[] {
  const nullable = new Set(downgrade.flatMap(nullableColumns));
  return left.filter((operation) => !isNotNullAlone(operation, nullable));
}

function nullableColumns(operation: Operation): readonly string[] {
  if (operation.kind === "autocommit") return operation.operations.flatMap(nullableColumns);
  if (operation.kind !== "addColumn" || operation.column.notNull) return [];
  return [`${nameKey(operation.table)}\0${operation.column.name}`];
}

function isNotNullAlone(operation: Operation, columns: ReadonlySet<string>): boolean {
  if (operation.kind !== "alterColumn" || operation.changes.notNull !== true) return false;
  const isAlone = Object.keys(operation.changes).length === 1;
  return isAlone && columns.has(`${nameKey(operation.table)}\0${operation.column}`);
}
