/** Primary key, unique, foreign key and check constraints of a table that both sides have. */
import type { Constraint, Operation } from "../../operations/types.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  QualifiedName,
  Table,
  UniqueConstraint,
} from "../../schema/types.js";
import { change, type Change } from "../change.js";
import { compareComments } from "./comments.js";
import {
  checkDefinition,
  foreignKeyDefinition,
  primaryKeyDefinition,
  uniqueDefinition,
} from "./definitions.js";
import { key } from "../../operations/keys.js";
import { isSame } from "../same.js";
import { matchByNameThenDefinition } from "../match.js";

/** Tells of a constraint that stays whether it must be taken down and put back all the same. */
export interface Rebuild {
  readonly key: (constraint: PrimaryKey | UniqueConstraint) => boolean;
  readonly foreignKey: (constraint: ForeignKey) => boolean;
  readonly check: (constraint: CheckConstraint) => boolean;
}

/** What makes the constraints of `actual` those of `desired`. */
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
      primaryKeyDefinition,
      rebuild.key,
    ),
    ...compareKind(
      actual,
      desired,
      (table) => table.uniqueConstraints,
      (constraint) => ({ type: "uniqueConstraint", constraint }),
      uniqueDefinition,
      rebuild.key,
    ),
    ...compareKind(
      actual,
      desired,
      (table) => table.checks,
      (constraint) => ({ type: "check", constraint }),
      checkDefinition,
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
    // Nearly all of them.
    if (isSame(pair.actual, pair.desired) && !mustRebuild(pair.actual)) continue;
    const same = definition(pair.actual) === definition(pair.desired);
    if (!same || mustRebuild(pair.actual) || losesValidity(pair.actual, pair.desired)) {
      changes.push(dropped(table, tagged(pair.actual)), created(table, tagged(pair.desired)));
    } else {
      changes.push(...alter(table, tagged(pair.actual), pair.desired));
    }
  }
  for (const constraint of added) changes.push(created(table, tagged(constraint)));
  return changes;
}

/** `NOT VALID` is said when a constraint is made, and only taken away afterwards. */
function losesValidity(
  actual: Constraint["constraint"],
  desired: Constraint["constraint"],
): boolean {
  return isNotValid(desired) && !isNotValid(actual);
}

function isNotValid(constraint: Constraint["constraint"]): boolean {
  return "notValid" in constraint && (constraint.notValid ?? false);
}

/** What can change about a constraint without making it anew: name, validity, comment. */
function alter(
  table: QualifiedName,
  previous: Constraint,
  desired: Constraint["constraint"],
): readonly Change[] {
  const actual = previous.constraint;
  const { name } = desired;
  // The same constraint of the same type under its new name.
  const renamed = { ...previous, constraint: { ...actual, name } } as Constraint;
  return [
    ...(actual.name === name
      ? []
      : [
          change(
            { kind: "rename", object: { kind: "constraint", table, name: actual.name }, to: name },
            indexNames(table, previous, name),
          ),
        ]),
    ...(isNotValid(actual) && !isNotValid(desired)
      ? [change({ kind: "validateConstraint", table, name, previous: renamed })]
      : []),
    ...compareComments({ kind: "constraint", table, name }, actual, desired),
  ];
}

/** The index behind a key bears its name, which no other relation of the schema can have. */
function indexNames(
  { schema }: QualifiedName,
  { type, constraint }: Constraint,
  to: string,
): Pick<Change, "creates" | "drops"> {
  if (type !== "primaryKey" && type !== "uniqueConstraint") return {};
  return {
    drops: [key.relation({ schema, name: constraint.name })],
    creates: [key.relation({ schema, name: to })],
  };
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
