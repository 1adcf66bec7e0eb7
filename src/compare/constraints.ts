/** Primary key, unique, foreign key and check constraints of a table that both sides have. */
import type { Constraint, Operation } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  QualifiedName,
  Table,
  UniqueConstraint,
} from "../schema/types.js";
import { change, type Change } from "./change.js";
import { matchByNameThenDefinition } from "./match.js";

/** Tells of a constraint that stays whether it must be taken down and put back all the same. */
export interface Rebuild {
  readonly key: (constraint: PrimaryKey | UniqueConstraint) => boolean;
  readonly foreignKey: (constraint: ForeignKey) => boolean;
  readonly check: (constraint: CheckConstraint) => boolean;
}

/**
 * What makes the constraints of `actual` those of `desired`. Definitions are compared in what a
 * model can say; what only PostgreSQL can say (deferrable, NOT VALID, INCLUDE) is carried over to
 * a constraint that is made anew.
 */
export function compareConstraints(
  actual: Table,
  desired: Table,
  rebuild: Rebuild,
): readonly Change[] {
  return [
    ...compareKind(
      actual,
      desired,
      (table) => (table.primaryKey ? [table.primaryKey] : []),
      (constraint) => ({ type: "primaryKey", constraint }),
      (constraint) => JSON.stringify(constraint.columns),
      rebuild.key,
    ),
    ...compareKind(
      actual,
      desired,
      (table) => table.uniqueConstraints,
      (constraint) => ({ type: "uniqueConstraint", constraint }),
      (constraint) => JSON.stringify([constraint.columns, constraint.nullsNotDistinct]),
      rebuild.key,
    ),
    ...compareKind(
      actual,
      desired,
      (table) => table.checks,
      (constraint) => ({ type: "check", constraint }),
      (constraint) => constraint.expression,
      rebuild.check,
    ),
    ...compareKind(
      actual,
      desired,
      (table) => table.foreignKeys,
      (constraint) => ({ type: "foreignKey", constraint }),
      foreignKeyDefinition,
      rebuild.foreignKey,
    ),
  ];
}

function compareKind<T extends Constraint["constraint"]>(
  actual: Table,
  desired: Table,
  constraintsOf: (table: Table) => readonly T[],
  tagged: (constraint: T) => Constraint,
  definition: (constraint: T) => string,
  mustRebuild: (constraint: T) => boolean,
): readonly Change[] {
  const table: QualifiedName = { schema: desired.schema, name: desired.name };
  const { both, renamed, removed, added } = matchByNameThenDefinition(
    constraintsOf(actual),
    constraintsOf(desired),
    definition,
  );
  const changes: Change[] = [];
  for (const constraint of removed) changes.push(dropped(table, tagged(constraint)));
  for (const pair of [...both, ...renamed]) {
    const same = definition(pair.actual) === definition(pair.desired);
    if (!same || mustRebuild(pair.actual)) {
      changes.push(dropped(table, tagged(pair.actual)));
      changes.push(created(table, tagged({ ...pair.actual, ...pair.desired })));
    } else if (pair.actual.name !== pair.desired.name) {
      changes.push(
        change({
          kind: "renameConstraint",
          table,
          from: pair.actual.name,
          to: pair.desired.name,
        }),
      );
    }
  }
  for (const constraint of added) changes.push(created(table, tagged(constraint)));
  return changes;
}

function foreignKeyDefinition(foreignKey: ForeignKey): string {
  const pairs = foreignKey.columns.map((column, index) => [
    column,
    foreignKey.referencedColumns[index] ?? "",
  ]);
  return JSON.stringify([
    pairs.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0)),
    nameKey(foreignKey.referencedTable),
    foreignKey.onDelete,
    foreignKey.onUpdate,
  ]);
}

function dropped(table: QualifiedName, previous: Constraint): Change {
  return change({ kind: "dropConstraint", table, name: previous.constraint.name, previous });
}

function created(table: QualifiedName, constraint: Constraint): Change {
  return change(createConstraint(table, constraint));
}

/** The operation that creates a constraint of any type. */
export function createConstraint(table: QualifiedName, constraint: Constraint): Operation {
  switch (constraint.type) {
    case "primaryKey":
      return { kind: "createPrimaryKey", table, constraint: constraint.constraint };
    case "uniqueConstraint":
      return { kind: "createUniqueConstraint", table, constraint: constraint.constraint };
    case "foreignKey":
      return { kind: "createForeignKey", table, constraint: constraint.constraint };
    case "check":
      return { kind: "createCheckConstraint", table, constraint: constraint.constraint };
  }
}
