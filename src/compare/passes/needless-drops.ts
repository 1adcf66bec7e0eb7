import type { Operation } from "../../operations/types.js";
import { nameKey, sameName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";

/**
 * Leaves out foreign keys that go with their table. One stays in the list where the table that it
 * refers to goes first, or loses before what the foreign key stands on.
 */
export function withoutNeedlessDrops(operations: readonly Operation[]): readonly Operation[] {
  const dropped = new Map<string, number>();
  operations.forEach((operation, index) => {
    if (operation.kind === "dropTable") dropped.set(nameKey(operation.table), index);
  });
  if (dropped.size === 0) return operations;
  return operations.filter((operation, index) => {
    if (operation.kind !== "dropConstraint" || operation.previous?.type !== "foreignKey")
      return true;
    const own = dropped.get(nameKey(operation.table));
    if (own === undefined || own < index) return true;
    const { referencedTable } = operation.previous.constraint;
    const referenced = dropped.get(nameKey(referencedTable));
    return (
      (referenced !== undefined && referenced < own) ||
      operations.slice(index + 1, own).some((one) => isKeptFrom(one, referencedTable))
    );
  });
}

/** Whether a foreign key to a table keeps an operation from being done. */
function isKeptFrom(operation: Operation, referenced: QualifiedName): boolean {
  switch (operation.kind) {
    case "alterEnum":
    case "dropIndex":
      return true;
    case "alterColumn":
      return operation.changes.type !== undefined && sameName(operation.table, referenced);
    case "dropColumn":
      return sameName(operation.table, referenced);
    case "dropConstraint":
      return (
        operation.previous?.type !== "foreignKey" &&
        operation.previous?.type !== "check" &&
        sameName(operation.table, referenced)
      );
    default:
      return false;
  }
}
