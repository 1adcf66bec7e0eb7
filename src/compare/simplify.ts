import type { Operation } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";

/**
 * Leaves out what PostgreSQL does anyway: a foreign key, an index or a policy goes with its table,
 * so that a list that drops both needs to name only the table.
 *
 * A foreign key stays in the list where the table that it refers to goes first.
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
    const referenced = dropped.get(nameKey(operation.previous.constraint.referencedTable));
    return referenced !== undefined && referenced < own;
  });
}
