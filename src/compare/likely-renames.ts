/**
 * Renames that nobody has confirmed but that look like one: something went, and something of the
 * same make came. They are asked about or told, never assumed, because a wrong guess either loses
 * data or keeps the wrong one.
 */
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Schema, Table } from "../schema/types.js";
import {
  columnLikeness,
  nameLikeness,
  policyLikeness,
  roleLikeness,
  schemaLikeness,
  sequenceLikeness,
  tableLikeness,
  viewLikeness,
} from "./likeness.js";
import { match } from "./match.js";
import type { Rename } from "./renames.js";

/**
 * The likely renames between two schemas, each object in at most one of them: what holds others
 * before what is held, and of each kind the likeliest first. What stands in a renamed schema or
 * table can only be judged once that rename is applied.
 *
 * @example likelyRenames(actual, desired)
 * // [{ kind: "column", table: …, from: "colour", to: "color" }]
 */
export function likelyRenames(actual: Schema, desired: Schema): readonly Rename[] {
  const tables = match(actual.tables, desired.tables, nameKey);
  const enums = match(actual.enums, desired.enums, nameKey);
  return [
    ...likelySchemas(actual, desired),
    ...likelyRoles(actual, desired),
    ...likelyObjects(
      "table",
      { ...tables, removed: tables.removed.filter((table) => table.special === undefined) },
      tableLikeness,
    ),
    ...likelyObjects("enum", enums, (a, b) => (sameTexts(a.values, b.values) ? 1 : 0)),
    ...likelyObjects(
      "sequence",
      match(actual.sequences, desired.sequences, nameKey),
      sequenceLikeness,
    ),
    ...likelyObjects("view", match(actual.views, desired.views, nameKey), viewLikeness),
    ...enums.both.flatMap((pair) => likelyValues(pair.desired, pair.actual.values)),
    ...tables.both.flatMap((pair) => [
      ...likelyColumns(pair.actual, pair.desired),
      ...likelyPolicies(pair.actual, pair.desired),
    ]),
  ];
}

interface Unmatched<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

function likelyObjects<T extends QualifiedName>(
  kind: "table" | "enum" | "sequence" | "view",
  { removed, added }: Unmatched<T>,
  likeness: (from: T, to: T) => number,
): readonly Rename[] {
  return pairUp(removed, added, likeness).map(({ from, to }) => ({
    kind,
    from: nameOf(from),
    to: nameOf(to),
  }));
}

function likelySchemas(actual: Schema, desired: Schema): readonly Rename[] {
  const { removed, added } = match(actual.namespaces, desired.namespaces, (one) => one.name);
  const isOurs = ({ name }: { readonly name: string }): boolean => name !== "public";
  return pairUp(removed.filter(isOurs), added.filter(isOurs), (from, to) =>
    schemaLikeness(actual, from.name, desired, to.name),
  ).map(({ from, to }) => ({ kind: "schema", from: from.name, to: to.name }));
}

/** Roles stay in a cluster whoever needs them, so that only one that no policy names has gone. */
function likelyRoles(actual: Schema, desired: Schema): readonly Rename[] {
  const { removed, added } = match(actual.roles, desired.roles, (one) => one.name);
  const used = new Set(
    desired.tables.flatMap((table) => table.policies.flatMap((policy) => policy.to)),
  );
  return pairUp(
    removed.filter((role) => !used.has(role.name)),
    added,
    (from, to) => roleLikeness(actual, from, desired, to),
  ).map(({ from, to }) => ({ kind: "role", from: from.name, to: to.name }));
}

function likelyColumns(actual: Table, desired: Table): readonly Rename[] {
  const { removed, added } = match(actual.columns, desired.columns, (column) => column.name);
  return pairUp(removed, added, (a, b) =>
    columnLikeness(a, b, actual.columns.indexOf(a) === desired.columns.indexOf(b)),
  ).map(({ from, to }) => ({
    kind: "column",
    table: nameOf(actual),
    from: from.name,
    to: to.name,
  }));
}

function likelyPolicies(actual: Table, desired: Table): readonly Rename[] {
  const { removed, added } = match(actual.policies, desired.policies, (policy) => policy.name);
  return pairUp(removed, added, policyLikeness).map(({ from, to }) => ({
    kind: "policy",
    table: nameOf(actual),
    from: from.name,
    to: to.name,
  }));
}

/** A value that went and one that came, at the same place between values that stayed. */
function likelyValues(
  type: QualifiedName & { readonly values: readonly string[] },
  actual: readonly string[],
): readonly Rename[] {
  const before = gaps(actual, type.values);
  const after = gaps(type.values, actual);
  return before.flatMap((gone, index) => {
    const come = after[index] ?? [];
    const pairs =
      gone.length === come.length
        ? gone.flatMap((from, position) => {
            const to = come[position];
            return to === undefined ? [] : [{ from, to }];
          })
        : pairUp(gone, come, (a, b) => nameLikeness(a, b) + 0.2);
    return pairs.map(({ from, to }): Rename => ({
      kind: "enumValue",
      enum: nameOf(type),
      from,
      to,
    }));
  });
}

/** The values between those that the other side has too. */
function gaps(values: readonly string[], other: readonly string[]): readonly (readonly string[])[] {
  const result: string[][] = [[]];
  for (const value of values) {
    if (other.includes(value)) result.push([]);
    else result.at(-1)?.push(value);
  }
  return result;
}

const threshold = 0.6;

/** The pairs that are alike enough; of several partners for one thing, the likest. */
function pairUp<T>(
  removed: readonly T[],
  added: readonly T[],
  likeness: (from: T, to: T) => number,
): readonly { readonly from: T; readonly to: T }[] {
  const candidates = removed
    .flatMap((from) => added.map((to) => ({ from, to, score: likeness(from, to) })))
    .filter((pair) => pair.score >= threshold)
    .sort((a, b) => b.score - a.score);
  const taken = { from: new Set<T>(), to: new Set<T>() };
  return candidates.filter(({ from, to }) => {
    if (taken.from.has(from) || taken.to.has(to)) return false;
    taken.from.add(from);
    taken.to.add(to);
    return true;
  });
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}
