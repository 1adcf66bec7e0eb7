/** Row-level security of a table that both sides have. */
import type { PolicyChanges } from "../operations/types.js";
import type { Policy, QualifiedName, Table } from "../schema/types.js";
import { change, type Change } from "./change.js";
import { compareComments } from "./comments.js";
import { match } from "./match.js";

/** What makes the policies and the row-security flag of `actual` those of `desired`. */
export function compareRowSecurity(
  actual: Table,
  desired: Table,
  mustRebuild: (policy: Policy) => boolean,
): readonly Change[] {
  const table: QualifiedName = { schema: desired.schema, name: desired.name };
  const { both, added, removed } = match(actual.policies, desired.policies, (one) => one.name);
  const changes: Change[] = [];
  if (actual.rowSecurity !== desired.rowSecurity)
    changes.push(
      change({
        kind: desired.rowSecurity ? "enableRowLevelSecurity" : "disableRowLevelSecurity",
        table,
      }),
    );
  for (const policy of removed) changes.push(dropped(table, policy));
  for (const pair of both) {
    if (mustRebuild(pair.actual) || !canAlter(pair.actual, pair.desired))
      changes.push(dropped(table, pair.actual), created(table, pair.desired));
    else changes.push(...alter(table, pair.actual, pair.desired), ...comment(table, pair));
  }
  for (const policy of added) changes.push(created(table, policy));
  return changes;
}

function comment(
  table: QualifiedName,
  { actual, desired }: { readonly actual: Policy; readonly desired: Policy },
): readonly Change[] {
  return compareComments({ on: "policy", table, name: desired.name }, actual, desired);
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

function alter(table: QualifiedName, actual: Policy, desired: Policy): readonly Change[] {
  const changes = differing(desired, actual);
  if (Object.keys(changes).length === 0) return [];
  return [
    change({
      kind: "alterPolicy",
      table,
      name: desired.name,
      changes,
      previous: differing(actual, desired),
    }),
  ];
}

function differing(wanted: Policy, given: Policy): PolicyChanges {
  return {
    ...(wanted.to.join("\0") !== given.to.join("\0") && { to: wanted.to }),
    ...(wanted.using !== given.using && wanted.using !== undefined && { using: wanted.using }),
    ...(wanted.withCheck !== given.withCheck &&
      wanted.withCheck !== undefined && { withCheck: wanted.withCheck }),
  };
}

function dropped(table: QualifiedName, policy: Policy): Change {
  return change({ kind: "dropPolicy", table, name: policy.name, previous: policy });
}

function created(table: QualifiedName, policy: Policy): Change {
  return change({ kind: "createPolicy", table, policy });
}
