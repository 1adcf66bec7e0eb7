/** Roles: those that the models describe. The cluster's other roles are left alone. */
import type { Schema } from "../../schema/types.js";
import { change, type Change } from "../change.js";
import { byName, match, differing } from "../match.js";

const rights = ["createDb", "createRole", "inherit"] as const;

/** What makes the roles of `actual` those of `desired`; none is ever dropped. */
export function compareRoles(actual: Schema, desired: Schema): readonly Change[] {
  const { both, added } = match(actual.roles, desired.roles, byName);
  return [
    ...added.map((role) => change({ kind: "createRole", role })),
    ...both.flatMap((pair) => {
      const changes = differing(pair.desired, pair.actual, rights);
      if (Object.keys(changes).length === 0) return [];
      const previous = differing(pair.actual, pair.desired, rights);
      return [change({ kind: "alterRole", name: pair.desired.name, changes, previous })];
    }),
  ];
}
