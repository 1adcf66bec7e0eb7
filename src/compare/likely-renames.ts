/**
 * Renames that nobody has confirmed but that look like one: something went, and something of the
 * same make came. They are asked about or told, never assumed, because a wrong guess either loses
 * data or keeps the wrong one.
 */
import { nameKey } from "../schema/identifiers.js";
import type { Column, Schema, Table } from "../schema/types.js";
import { match } from "./match.js";
import type { Rename } from "./renames.js";

/**
 * The likely renames between two schemas, each object in at most one of them, best first.
 *
 * @example likelyRenames(actual, desired)
 * // [{ kind: "column", table: …, from: "colour", to: "color" }]
 */
export function likelyRenames(actual: Schema, desired: Schema): readonly Rename[] {
  const tables = match(actual.tables, desired.tables, nameKey);
  const ordinary = tables.removed.filter((table) => table.special === undefined);
  return [
    ...pairUp(ordinary, tables.added, tableLikeness).map(({ from, to }): Rename => ({
      kind: "table",
      from: nameOf(from),
      to: nameOf(to),
    })),
    ...likelyEnumRenames(actual, desired),
    ...tables.both.flatMap((pair) => likelyColumnRenames(pair.actual, pair.desired)),
  ];
}

function likelyEnumRenames(actual: Schema, desired: Schema): readonly Rename[] {
  const enums = match(actual.enums, desired.enums, nameKey);
  return pairUp(enums.removed, enums.added, (a, b) =>
    a.values.join("\0") === b.values.join("\0") ? 1 : 0,
  ).map(({ from, to }) => ({ kind: "enum", from: nameOf(from), to: nameOf(to) }));
}

function likelyColumnRenames(actual: Table, desired: Table): readonly Rename[] {
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
  const taken = new Set<T>();
  return candidates.filter(({ from, to }) => {
    if (taken.has(from) || taken.has(to)) return false;
    taken.add(from).add(to);
    return true;
  });
}

/** The share of columns that both tables have, by name and type. */
function tableLikeness(from: Table, to: Table): number {
  const signature = (column: Column): string => `${column.name}\0${column.type.sql}`;
  const own = new Set(from.columns.map(signature));
  const common = to.columns.filter((column) => own.has(signature(column))).length;
  const all = from.columns.length + to.columns.length - common;
  return all === 0 ? 0 : common / all;
}

function columnLikeness(from: Column, to: Column, samePlace: boolean): number {
  if (from.type.sql !== to.type.sql) return 0;
  if ((from.serial === undefined) !== (to.serial === undefined)) return 0;
  if ((from.identity === undefined) !== (to.identity === undefined)) return 0;
  if (from.generated?.expression !== to.generated?.expression) return 0;
  return (
    0.3 +
    (from.notNull === to.notNull ? 0.1 : 0) +
    (from.default === to.default ? 0.1 : 0) +
    (samePlace ? 0.2 : 0) +
    0.4 * nameLikeness(from.name, to.name)
  );
}

/** The share of pairs of neighbouring letters that two names have in common (Dice). */
function nameLikeness(a: string, b: string): number {
  const pairs = (text: string): readonly string[] => {
    const letters = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
    return Array.from({ length: Math.max(letters.length - 1, 0) }, (_, index) =>
      letters.slice(index, index + 2),
    );
  };
  const left = pairs(a);
  const right = [...pairs(b)];
  const total = left.length + right.length;
  if (total === 0) return 0;
  let common = 0;
  for (const pair of left) {
    const found = right.indexOf(pair);
    if (found < 0) continue;
    right.splice(found, 1);
    common += 1;
  }
  return (2 * common) / total;
}

function nameOf(item: { readonly schema: string; readonly name: string }): {
  schema: string;
  name: string;
} {
  return { schema: item.schema, name: item.name };
}
