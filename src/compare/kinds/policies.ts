/** Row-level security of a table that both sides have. */
import { key } from "../../operations/keys.js";
import { mentions, nameKey, qualifiedName } from "../../schema/identifiers.js";
import type { Policy, QualifiedName, Table } from "../../schema/types.js";
import { change, type Change, changesOf, compareComments } from "../change.js";
import { byName, differing, match } from "../match.js";

/** @param relations all tables and views, which a policy may read */
export function compareRowSecurity(
  actual: Table,
  desired: Table,
  relations: readonly QualifiedName[],
  mustRebuild: (policy: Policy) => boolean,
): readonly Change[] {
  const table = qualifiedName(desired);
  const switches = desired.rowSecurity ? "enableRowLevelSecurity" : "disableRowLevelSecurity";
  return [
    ...(actual.rowSecurity === desired.rowSecurity ? [] : [change({ kind: switches, table })]),
    ...changesOf(match(actual.policies, desired.policies, byName), {
      drop: (policy) => dropPolicy(table, policy, relations),
      create: (policy) => createPolicy(table, policy, relations),
      alter: (was, shall) =>
        mustRebuild(was) || !canAlter(was, shall)
          ? undefined
          : [
              ...alter(table, was, shall, relations),
              ...compareComments({ kind: "policy", table, name: shall.name }, was, shall),
            ],
    }),
  ];
}

/** `ALTER POLICY` can change neither the command nor remove an expression. */
function canAlter(actual: Policy, desired: Policy): boolean {
  return (
    actual.as === desired.as &&
    actual.for === desired.for &&
    (actual.using === undefined) === (desired.using === undefined) &&
    (actual.withCheck === undefined) === (desired.withCheck === undefined)
  );
}

const alterable = ["to", "using", "withCheck"] as const;

function alter(
  table: QualifiedName,
  actual: Policy,
  desired: Policy,
  relations: readonly QualifiedName[],
): readonly Change[] {
  const changes = differing(desired, actual, alterable);
  if (Object.keys(changes).length === 0) return [];
  const previous = differing(actual, desired, alterable);
  const needs = reads(table, desired, relations);
  const releases = reads(table, actual, relations);
  const operation = { kind: "alterPolicy", table, name: desired.name, changes, previous } as const;
  return [change(operation, { needs, releases })];
}

export function dropPolicy(
  table: QualifiedName,
  previous: Policy,
  relations: readonly QualifiedName[],
): Change {
  const releases = reads(table, previous, relations);
  return change({ kind: "dropPolicy", table, name: previous.name, previous }, { releases });
}

export function createPolicy(
  table: QualifiedName,
  policy: Policy,
  relations: readonly QualifiedName[],
): Change {
  return change(
    { kind: "createPolicy", table, policy },
    { needs: reads(table, policy, relations) },
  );
}

/** Whether the policy reads other tables, which must exist first. */
export function readsElsewhere({ using = "", withCheck = "" }: Policy): boolean {
  return /\bselect\b/i.test(`${using} ${withCheck}`);
}

/** The tables and views that the policy mentions, and their columns. */
function reads(
  table: QualifiedName,
  policy: Policy,
  relations: readonly QualifiedName[],
): readonly string[] {
  if (!readsElsewhere(policy)) return [];
  const text = `${policy.using ?? ""} ${policy.withCheck ?? ""}`;
  return relations
    .filter((relation) => nameKey(relation) !== nameKey(table) && mentions(text, relation.name))
    .flatMap((relation) => [key.relation(relation), key.columns(relation)]);
}
