/** Row-level security of a table that both sides have. */
import { nameKey, qualifiedName, mentions } from "../../schema/identifiers.js";
import type { Policy, QualifiedName, Table } from "../../schema/types.js";
import { change, type Change, compareComments } from "../change.js";
import { key } from "../../operations/keys.js";
import { byName, match, type Pair, differing } from "../match.js";

/** The tables and views of both sides. */
export interface Relations {
  readonly actual: readonly QualifiedName[];
  readonly desired: readonly QualifiedName[];
}

/**
 * What makes the policies and the row-security flag of `actual` those of `desired`.
 *
 * @param relations All tables and views, which a policy may read.
 */
export function compareRowSecurity(
  actual: Table,
  desired: Table,
  relations: Relations,
  mustRebuild: (policy: Policy) => boolean,
): readonly Change[] {
  const table = qualifiedName(desired);
  const { both, added, removed } = match(actual.policies, desired.policies, byName);
  const changes: Change[] = [];
  if (actual.rowSecurity !== desired.rowSecurity)
    changes.push(
      change({
        kind: desired.rowSecurity ? "enableRowLevelSecurity" : "disableRowLevelSecurity",
        table,
      }),
    );
  for (const policy of removed) changes.push(dropPolicy(table, policy, relations.actual));
  for (const pair of both) {
    if (mustRebuild(pair.actual) || !canAlter(pair.actual, pair.desired))
      changes.push(
        dropPolicy(table, pair.actual, relations.actual),
        createPolicy(table, pair.desired, relations.desired),
      );
    else
      changes.push(...alter(table, pair.actual, pair.desired, relations), ...comment(table, pair));
  }
  for (const policy of added) changes.push(createPolicy(table, policy, relations.desired));
  return changes;
}

function comment(table: QualifiedName, { actual, desired }: Pair<Policy>): readonly Change[] {
  return compareComments({ kind: "policy", table, name: desired.name }, actual, desired);
}

/** `ALTER POLICY` can neither change the command nor take an expression away. */
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
  relations: Relations,
): readonly Change[] {
  const changes = differing(desired, actual, alterable);
  if (Object.keys(changes).length === 0) return [];
  const previous = differing(actual, desired, alterable);
  return [
    change(
      { kind: "alterPolicy", table, name: desired.name, changes, previous },
      {
        needs: reads(table, desired, relations.desired),
        releases: reads(table, actual, relations.actual),
      },
    ),
  ];
}

/** @param relations What the policy may read. */
export function dropPolicy(
  table: QualifiedName,
  policy: Policy,
  relations: readonly QualifiedName[],
): Change {
  return change(
    { kind: "dropPolicy", table, name: policy.name, previous: policy },
    { releases: reads(table, policy, relations) },
  );
}

/** @param relations What the policy may read. */
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

/** Whether the policy reads other tables, which have to be there. */
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
    .filter((one) => nameKey(one) !== nameKey(table) && mentions(text, one.name))
    .flatMap((one) => [key.relation(one), key.columns(one)]);
}
