/** Primary key, unique, foreign key and check constraints of a table that both sides have. */
import { key } from "../../operations/keys.js";
import { constraintsOf, createConstraint } from "../../operations/rules/constraints.js";
import type { Constraint } from "../../operations/types.js";
import { qualifiedName } from "../../schema/identifiers.js";
import type { ForeignKey, QualifiedName, Table } from "../../schema/types.js";
import { change, type Change, changesOf, compareComments } from "../change.js";
import { isSame, matchByNameThenDefinition } from "../match.js";
import { constraintDefinition } from "./definitions.js";

const types = ["primaryKey", "uniqueConstraint", "check", "foreignKey"] as const;

/** Recreates constraints for which `mustRebuild` is true even if they are equal. */
export function compareConstraints(
  actual: Table,
  desired: Table,
  mustRebuild: (constraint: Constraint) => boolean,
): readonly Change[] {
  if (areSame(actual, desired) && !constraintsOf(actual).some(mustRebuild)) return [];
  const table = qualifiedName(desired);
  const sides = [constraintsOf(actual), constraintsOf(desired)];
  return types.flatMap((type) => {
    const [from = [], to = []] = sides.map((side) => side.filter((item) => item.type === type));
    const nameOf = ({ constraint }: Constraint): string => constraint.name;
    return changesOf(matchByNameThenDefinition(from, to, constraintDefinition, nameOf), {
      drop: (previous) =>
        change({ kind: "dropConstraint", table, name: nameOf(previous), previous }),
      create: (constraint) => change(createConstraint(table, constraint)),
      alter: (was, shall) =>
        mustRebuild(was) || !canAlter(was, shall) ? undefined : alter(table, was, shall),
    });
  });
}

/** Nearly all tables keep their constraints. */
function areSame(actual: Table, desired: Table): boolean {
  // Only a catalog knows which index a foreign key references.
  const said = ({ foreignKeys }: Table): readonly ForeignKey[] =>
    foreignKeys.map(({ referencedIndex: _, ...foreignKey }) => foreignKey);
  return (
    isSame(actual.primaryKey, desired.primaryKey) &&
    isSame(actual.uniqueConstraints, desired.uniqueConstraints) &&
    isSame(actual.checks, desired.checks) &&
    isSame(said(actual), said(desired))
  );
}

/** Name, validity and comment change in place. `NOT VALID` can only be removed. */
function canAlter(actual: Constraint, desired: Constraint): boolean {
  return (
    constraintDefinition(actual) === constraintDefinition(desired) &&
    (isNotValid(actual) || !isNotValid(desired))
  );
}

function isNotValid({ constraint }: Constraint): boolean {
  return "notValid" in constraint && (constraint.notValid ?? false);
}

function alter(table: QualifiedName, previous: Constraint, desired: Constraint): readonly Change[] {
  const actual = previous.constraint;
  const { name } = desired.constraint;
  const changes: Change[] = [];
  if (actual.name !== name) {
    const object = { kind: "constraint", table, name: actual.name } as const;
    changes.push(change({ kind: "rename", object, to: name }, indexNames(table, previous, name)));
  }
  if (isNotValid(previous) && !isNotValid(desired)) {
    // The same kind of constraint under its new name.
    const renamed = { ...previous, constraint: { ...actual, name } } as Constraint;
    changes.push(change({ kind: "validateConstraint", table, name, previous: renamed }));
  }
  const comments = compareComments({ kind: "constraint", table, name }, actual, desired.constraint);
  return [...changes, ...comments];
}

/** The index of a key has the key's name, which is unique among the relations of the schema. */
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
