/**
 * How alike two objects are: how likely one is the other, renamed. From 0 to a little over 1.
 * Objects that are not alike at all can still be renamed; only `undefined` rules it out.
 */
import { castExpression } from "../../operations/casts.js";
import { parseType } from "../../schema/data-types.js";
import type {
  Column,
  DataType,
  EnumType,
  Policy,
  Role,
  Sequence,
  Table,
  View,
} from "../../schema/types.js";
import { differing, isSame } from "../match.js";

export type Likeness = number | undefined;

/** From this likeness on, a rename is mentioned. */
export const LIKELY = 0.6;
const UNLIKELY = 0.59;

/** Likely, but not certain. */
const UNSURE = 0.74;

/** Computes the features of each object once, because it is compared with many. */
function once<T extends object, R extends string | Bag>(traits: (item: T) => R): (item: T) => R {
  const known = new WeakMap<T, R>();
  return (item) => {
    const found = known.get(item) ?? traits(item);
    known.set(item, found);
    return found;
  };
}

interface Named {
  readonly name: string;
}

const letters = once(({ name }: Named) => letterPairs(name));

/** The share of pairs of neighboring letters that two names have in common. */
function likeNames(from: Named, to: Named): number {
  return dice(letters(from), letters(to));
}

const valuesOf = once(({ values }: EnumType) => bagOf(values));

/** The share of values that both have. */
export function enumLikeness(from: EnumType, to: EnumType): Likeness {
  return (
    (isSame(from.values, to.values) ? 1 : 0.7 * dice(valuesOf(from), valuesOf(to))) +
    0.3 * likeNames(from, to)
  );
}

/** Sequences are much alike, so the name counts most. */
export function sequenceLikeness(from: Sequence, to: Sequence): Likeness {
  const isSameMake = from.type === to.type && isSame(from.options, to.options);
  if (from.name === to.name) return isSameMake ? 1 : 0.6;
  return (isSameMake ? 0.5 : 0) + 0.5 * likeNames(from, to);
}

const wordsOfView = once(({ definition }: View) => wordsIn(definition));

/** Compares the words of the queries, because each side spells them differently. */
export function viewLikeness(from: View, to: View): Likeness {
  if (from.materialized !== to.materialized) return undefined;
  return jaccard(wordsOfView(from), wordsOfView(to)) + 0.1 * likeNames(from, to);
}

const wordsOfPolicy = once(({ using = "", withCheck = "" }: Policy) =>
  wordsIn(`${using} check ${withCheck}`),
);

/** A policy's command cannot be altered, so a policy for another command is not the same. */
export function policyLikeness(from: Policy, to: Policy): Likeness {
  if (from.for !== to.for || from.as !== to.as) return undefined;
  return (
    (isSame(from.to, to.to) ? 0.3 : 0) +
    0.5 * jaccard(wordsOfPolicy(from), wordsOfPolicy(to)) +
    0.2 * likeNames(from, to)
  );
}

/** A role, with the policies that name it. */
export interface PlacedRole extends Role {
  readonly policies: Bag;
}

/** The same attributes, and the same uses in policies. */
export function roleLikeness(from: PlacedRole, to: PlacedRole): Likeness {
  const hasSameRights =
    Object.keys(differing(from, to, ["createDb", "createRole", "inherit"])).length === 0;
  const rightsLikeness = hasSameRights ? 0.3 : 0;
  return rightsLikeness + 0.4 * jaccard(from.policies, to.policies) + 0.3 * likeNames(from, to);
}

/** A schema, with its contents. */
export interface FilledSchema extends Named {
  readonly contents: Bag;
}

/** Compares the contents by name; for empty schemas, compares their own names. */
export function schemaLikeness(from: FilledSchema, to: FilledSchema): Likeness {
  const isEmpty = from.contents.length + to.contents.length === 0;
  return isEmpty ? likeNames(from, to) : jaccard(from.contents, to.contents);
}

const columnsOf = once(({ columns }: Table) =>
  bagOf(columns.map((column) => `${column.name}\0${typeKey(column.type)}`)),
);

/** The types of the columns, in order. */
const shapeOf = once(({ columns }: Table) => columns.map(({ type }) => typeKey(type)).join("\0"));

/** Compares the columns by name and type, and partly by the order of their types. */
export function tableLikeness(from: Table, to: Table): Likeness {
  const isSameShape = shapeOf(from) === shapeOf(to);
  const names = likeNames(from, to);
  const likeness =
    0.8 * dice(columnsOf(from), columnsOf(to)) +
    (isSameShape ? 0.2 : 0) +
    (isSameShape && from.name === to.name ? 0.3 : 0) +
    0.1 * names;
  // Many tables consist of an identifier and a name.
  const isOrdinary = Math.min(from.columns.length, to.columns.length) < 3 && names < 0.25;
  return isOrdinary ? Math.min(likeness, UNSURE) : likeness;
}

/** A column with its position in the table. */
export interface PlacedColumn extends Column {
  readonly place: number;
}

const keyOfType = once(({ type }: Column) => typeKey(type));

/**
 * For columns of the same type, position and name count. Columns of different types are unlikely to
 * be the same, and even less likely if PostgreSQL has no cast between the types.
 */
export function columnLikeness(from: PlacedColumn, to: PlacedColumn): Likeness {
  // Such columns are dropped and added again under any name.
  const isComputedAnew = to.generated !== undefined && from.generated === undefined;
  const isUnstored = from.generated?.stored === false && to.generated === undefined;
  if (isComputedAnew || isUnstored) return undefined;
  const likeness =
    0.3 +
    (from.notNull === to.notNull ? 0.1 : 0) +
    (from.default === to.default ? 0.1 : 0) +
    (from.place === to.place ? 0.2 : 0) +
    0.4 * likeNames(from, to);
  const unlikely = UNLIKELY * Math.min(likeness, 1);
  if (keyOfType(from) !== keyOfType(to)) return unlikely * castability(from.type, to.type);
  const isSameMake =
    (from.serial === undefined) === (to.serial === undefined) &&
    (from.identity === undefined) === (to.identity === undefined) &&
    from.generated?.expression === to.generated?.expression;
  return isSameMake ? likeness : unlikely;
}

function castability(from: DataType, to: DataType): number {
  const cast = castExpression("", from, to);
  if (cast === undefined) return 0.9;
  return cast.includes("::text") ? 0.3 : 0.6;
}

/** The change of type that a rename of this column would include. */
export function typeChange(
  from: Column,
  to: Column,
): { readonly from: string; readonly to: string } | undefined {
  return keyOfType(from) === keyOfType(to) ? undefined : { from: from.type.sql, to: to.type.sql };
}

/** Equal for two spellings of one type. Models may omit the schema of a type. */
function typeKey(type: DataType): string {
  if (type.enum !== undefined) return type.sql;
  const { base, modifiers, array } = parseType(type.sql);
  const unqualified = base.replace(/^[^".]+\./, "");
  return `${unqualified}(${modifiers.join()})${array ? "[]" : ""}`;
}

/** A value of an enum, in a gap between values that both sides have. */
export interface PlacedValue extends Named {
  readonly gap: number;
  readonly place: number;
  /** The number of values in the gap. */
  readonly size: number;
}

/** A removed and an added value at the same position between values that stayed. */
export function valueLikeness(from: PlacedValue, to: PlacedValue): Likeness {
  const names = likeNames(from, to);
  if (from.gap !== to.gap) return 0.4 * names;
  const isSamePlace = from.size === to.size && from.place === to.place;
  return isSamePlace ? 0.6 + 0.4 * names : 0.2 + names;
}

/** The words of an SQL text, without casts, schemas and parentheses that the server adds. */
function wordsIn(sql: string): Bag {
  const words = sql
    .toLowerCase()
    .replaceAll(/::[a-z_. ]+(?:\([\d, ]*\))?(?:\[\])*/g, " ")
    .replaceAll(/"?[\p{L}_][\p{L}\p{N}_$]*"?\./gu, " ")
    .match(/[\p{L}\p{N}_$]+|'[^']*'|[<>=!+\-*/%]+/gu);
  return bagOf(words ?? []);
}

/** The items of a list as sorted hashes, so that two lists can be compared in one pass. */
export type Bag = readonly number[];

export function bagOf(items: readonly string[]): Bag {
  return items.map(hash).sort((a, b) => a - b);
}

/** The pairs of neighboring letters and digits of a name. */
function letterPairs(name: string): Bag {
  const text = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return bagOf(
    Array.from({ length: Math.max(text.length - 1, 0) }, (_, index) =>
      text.slice(index, index + 2),
    ),
  );
}

/** Twice the number of shared items, divided by the number of all items (Dice). */
function dice(left: Bag, right: Bag): number {
  const total = left.length + right.length;
  return total === 0 ? 0 : (2 * shared(left, right)) / total;
}

/** The number of shared items, divided by the number of different items (Jaccard). */
function jaccard(left: Bag, right: Bag): number {
  const both = shared(left, right);
  const all = left.length + right.length - both;
  return all === 0 ? 0 : both / all;
}

function shared(left: Bag, right: Bag): number {
  let count = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const difference = (left[i] ?? 0) - (right[j] ?? 0);
    if (difference === 0) count += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return count;
}

/** FNV-1a, in 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
