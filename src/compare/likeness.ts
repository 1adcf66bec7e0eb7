/** How alike two things are, from 0 to 1 and a little more: whether the one may be the other renamed. */
import type {
  Column,
  Policy,
  QualifiedName,
  Role,
  Schema,
  Sequence,
  Table,
  View,
} from "../schema/types.js";

/** The columns that both tables have, by name and type; for a part, the types in their order. */
export function tableLikeness(from: Table, to: Table): number {
  const signatures = (table: Table): readonly string[] =>
    table.columns.map((column) => `${column.name}\0${column.type.sql}`);
  const types = (table: Table): readonly string[] => table.columns.map((one) => one.type.sql);
  const isSameShape = types(from).join("\0") === types(to).join("\0");
  const share = common(signatures(from), signatures(to));
  const isSameName = from.name === to.name && isSameShape;
  return 0.8 * share + (isSameShape ? 0.2 : 0) + (isSameName ? 0.3 : 0) + closeness(from, to);
}

/** A column of another type is another column. */
export function columnLikeness(from: Column, to: Column, samePlace: boolean): number {
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

/** Sequences are much alike: what they are called says most. */
export function sequenceLikeness(from: Sequence, to: Sequence): number {
  const isSame =
    from.type === to.type && JSON.stringify(from.options) === JSON.stringify(to.options);
  if (from.name === to.name) return isSame ? 1 : 0.6;
  return (isSame ? 0.5 : 0) + 0.5 * nameLikeness(from.name, to.name);
}

/** The words of the query: each side spells it in its own way. */
export function viewLikeness(from: View, to: View): number {
  if (from.materialized !== to.materialized) return 0;
  return common(words(from.definition), words(to.definition)) + closeness(from, to);
}

/** A policy for the same command and the same roles; its expressions are spelled in two ways. */
export function policyLikeness(from: Policy, to: Policy): number {
  if (from.for !== to.for || from.as !== to.as) return 0;
  const text = (policy: Policy): readonly string[] =>
    words(`${policy.using ?? ""} check ${policy.withCheck ?? ""}`);
  return (
    (from.to.join("\0") === to.to.join("\0") ? 0.3 : 0) +
    0.5 * common(text(from), text(to)) +
    0.2 * nameLikeness(from.name, to.name)
  );
}

/** The same rights, and the same place in policies. */
export function roleLikeness(actual: Schema, from: Role, desired: Schema, to: Role): number {
  const isSame =
    from.createDb === to.createDb &&
    from.createRole === to.createRole &&
    from.inherit === to.inherit;
  const places = (schema: Schema, role: string): readonly string[] =>
    schema.tables.flatMap((table) =>
      table.policies
        .filter((policy) => policy.to.includes(role))
        .map((policy) => `${table.schema}\0${table.name}\0${policy.name}`),
    );
  return (
    (isSame ? 0.3 : 0) +
    0.4 * common(places(actual, from.name), places(desired, to.name)) +
    0.3 * nameLikeness(from.name, to.name)
  );
}

/** What stands in both, by name; of empty ones, how they are called. */
export function schemaLikeness(actual: Schema, from: string, desired: Schema, to: string): number {
  const contents = (schema: Schema, name: string): readonly string[] =>
    Object.entries({
      table: schema.tables,
      view: schema.views,
      enum: schema.enums,
      sequence: schema.sequences,
    }).flatMap(([kind, list]: readonly [string, readonly QualifiedName[]]) =>
      list.filter((one) => one.schema === name).map((one) => `${kind} ${one.name}`),
    );
  const [before, after] = [contents(actual, from), contents(desired, to)];
  if (before.length === 0 && after.length === 0) return nameLikeness(from, to);
  return common(before, after);
}

/** The share of pairs of neighbouring letters that two names have in common (Dice). */
export function nameLikeness(a: string, b: string): number {
  const pairs = (text: string): readonly string[] => {
    const letters = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
    return Array.from({ length: Math.max(letters.length - 1, 0) }, (_, index) =>
      letters.slice(index, index + 2),
    );
  };
  const [left, right] = [pairs(a), pairs(b)];
  const total = left.length + right.length;
  return total === 0 ? 0 : (2 * overlap(left, right)) / total;
}

/** Of several that are equally alike, the one that is called alike. */
function closeness(from: QualifiedName, to: QualifiedName): number {
  return 0.1 * nameLikeness(from.name, to.name);
}

/** The share of all items that both lists have. */
function common(left: readonly string[], right: readonly string[]): number {
  const shared = overlap(left, right);
  const all = left.length + right.length - shared;
  return all === 0 ? 0 : shared / all;
}

function overlap(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const item of left) counts.set(item, (counts.get(item) ?? 0) + 1);
  let shared = 0;
  for (const item of right) {
    const count = counts.get(item) ?? 0;
    if (count === 0) continue;
    counts.set(item, count - 1);
    shared += 1;
  }
  return shared;
}

/** The words of an SQL text, without what the server adds of its own: casts, schemas, parentheses. */
function words(sql: string): readonly string[] {
  return (
    sql
      .toLowerCase()
      .replaceAll(/::[a-z_. ]+(?:\([\d, ]*\))?(?:\[\])*/g, " ")
      .replaceAll(/"?[\p{L}_][\p{L}\p{N}_$]*"?\./gu, " ")
      .match(/[\p{L}\p{N}_$]+|'[^']*'|[<>=!+\-*/%]+/gu) ?? []
  );
}
