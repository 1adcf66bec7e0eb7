import { quoteIdentifier } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { commentStatement } from "./objects.js";
import { constraintDefinition } from "./constraint-definition.js";
import { previousOf } from "./irreversible.js";
import { alterTable, statements } from "./statement.js";
import type { Statement } from "./statement.js";
import type { Constraint, ConstraintOperation, Operation, ValidateConstraint } from "./types.js";

export function compileConstraint(operation: ConstraintOperation): readonly Statement[] {
  const { table } = operation;
  switch (operation.kind) {
    case "createPrimaryKey":
      return add(table, { type: "primaryKey", constraint: operation.constraint });
    case "createUniqueConstraint":
      return add(table, { type: "uniqueConstraint", constraint: operation.constraint });
    case "createForeignKey":
      return add(table, { type: "foreignKey", constraint: operation.constraint });
    case "createCheckConstraint":
      return add(table, { type: "check", constraint: operation.constraint });
    case "dropConstraint":
      return statements(alterTable(table, `DROP CONSTRAINT ${quoteIdentifier(operation.name)}`));
    case "validateConstraint":
      return statements(
        alterTable(table, `VALIDATE CONSTRAINT ${quoteIdentifier(operation.name)}`),
      );
  }
}

export function inverseConstraint(operation: ConstraintOperation): readonly Operation[] {
  const { table } = operation;
  switch (operation.kind) {
    case "createPrimaryKey":
      return [drop(table, { type: "primaryKey", constraint: operation.constraint })];
    case "createUniqueConstraint":
      return [drop(table, { type: "uniqueConstraint", constraint: operation.constraint })];
    case "createForeignKey":
      return [drop(table, { type: "foreignKey", constraint: operation.constraint })];
    case "createCheckConstraint":
      return [drop(table, { type: "check", constraint: operation.constraint })];
    case "dropConstraint":
      return [createConstraint(table, previousOf(operation))];
    case "validateConstraint":
      return invalidate(operation);
  }
}

/** The operation that creates a constraint of any kind. */
export function createConstraint(
  table: QualifiedName,
  { type, constraint }: Constraint,
): ConstraintOperation {
  switch (type) {
    case "primaryKey":
      return { kind: "createPrimaryKey", table, constraint };
    case "uniqueConstraint":
      return { kind: "createUniqueConstraint", table, constraint };
    case "foreignKey":
      return { kind: "createForeignKey", table, constraint };
    case "check":
      return { kind: "createCheckConstraint", table, constraint };
  }
}

function add(table: QualifiedName, constraint: Constraint): readonly Statement[] {
  const { name, comment } = constraint.constraint;
  return statements(
    alterTable(table, `ADD ${constraintDefinition(constraint)}`),
    ...commentStatement({ kind: "constraint", table, name }, comment),
  );
}

function drop(table: QualifiedName, previous: Constraint): Operation {
  return { kind: "dropConstraint", table, name: previous.constraint.name, previous };
}

/**
 * PostgreSQL has no way to take a validation back but to make the constraint again. Where nobody
 * knows what it looked like, it stays valid, which harms no row.
 */
function invalidate({ table, previous }: ValidateConstraint): readonly Operation[] {
  if (previous?.type !== "foreignKey" && previous?.type !== "check") return [];
  const { notValid: _, ...constraint } = previous.constraint;
  // Without its NOT VALID it is the same constraint, of the same type.
  const valid = { type: previous.type, constraint } as Constraint;
  return [drop(table, valid), createConstraint(table, previous)];
}
