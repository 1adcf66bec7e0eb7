/**
 * How alike two things are, from 0 to 1 and a little more: how likely the one is the other renamed.
 * Everything that goes is compared with everything that comes, so what a judgement looks at is taken
 * out of each thing once: its traits.
 */
import { castExpression } from "../operations/casts.js";
import { parseType } from "../operations/data-types.js";
import type {
  Column,
  DataType,
  EnumType,
  Policy,
  QualifiedName,
  Role,
  Schema,
  Sequence,
  Table,
  View,
} from "../schema/types.js";
import { type Bag, bagOf, dice, jaccard, letterPairs } from "./bag.js";

/** Two things that are not at all alike can still be one. Only `undefined` says that they cannot. */
export type Likeness = number | undefined;

/** From here on a rename is likely enough to be told about. */
export const LIKELY = 0.6;

/** Below {@link LIKELY}, whatever speaks for it. */
const UNLIKELY = 0.59;

/** Likely, but not surely so. */
const UNSURE = 0.74;

interface Named {
  readonly letters: Bag;
}

function named({ name }: { readonly name: string }): Named {
  return { letters: letterPairs(name) };
}

function likeNames(from: Named, to: Named): number {
  return dice(from.letters, to.letters);
}

/** The share of pairs of neighbouring letters that two names have in common. */
export function nameLikeness(from: string, to: string): number {
  return dice(letterPairs(from), letterPairs(to));
}

export interface TableTraits extends Named {
  readonly table: Table;
  readonly columns: Bag;
  /** The types in their order. */
  readonly shape: string;
}

export function tableTraits(table: Table): TableTraits {
  return {
    table,
    ...named(table),
    columns: bagOf(table.columns.map(({ name, type }) => `${name}\0${typeKey(type)}`)),
    shape: table.columns.map(({ type }) => typeKey(type)).join("\0"),
  };
}

/** The columns that both tables have, by name and type; for a part, the types in their order. */
export function tableLikeness(from: TableTraits, to: TableTraits): Likeness {
  const isSameShape = from.shape === to.shape;
  const isSameName = from.table.name === to.table.name && isSameShape;
  const names = likeNames(from, to);
  const likeness =
    0.8 * dice(from.columns, to.columns) +
    (isSameShape ? 0.2 : 0) +
    (isSameName ? 0.3 : 0) +
    0.1 * names;
  // Many tables consist of an identifier and a name.
  const isOrdinary = Math.min(from.columns.size, to.columns.size) < 3 && names < 0.25;
  return isOrdinary ? Math.min(likeness, UNSURE) : likeness;
}

export interface ColumnTraits extends Named {
  readonly column: Column;
  readonly type: string;
  readonly place: number;
}

export function columnTraits(column: Column, place: number): ColumnTraits {
  return { column, type: typeKey(column.type), place, ...named(column) };
}

/**
 * Equal for one type in two spellings: a model calls a type of an extension or a user's own as its
 * author does, the catalog with its schema.
 */
export function typeKey(type: DataType): string {
  if (type.enum !== undefined) return type.sql;
  const { base, modifiers, array } = parseType(type.sql);
  const unqualified = base.replace(/^[^".]+\./, "");
  return `${unqualified}(${modifiers.join()})${array ? "[]" : ""}`;
}

/**
 * Of two columns with the same type the place and the name tell. One of another type is unlikely to
 * be the same, the more so if PostgreSQL has no cast between the types.
 */
export function columnLikeness(a: ColumnTraits, b: ColumnTraits): Likeness {
  const [from, to] = [a.column, b.column];
  // Such columns are dropped and added again whatever they are called.
  const isComputedAnew = to.generated !== undefined && from.generated === undefined;
  const isUnstored = from.generated?.stored === false && to.generated === undefined;
  if (isComputedAnew || isUnstored) return undefined;
  const likeness =
    0.3 +
    (from.notNull === to.notNull ? 0.1 : 0) +
    (from.default === to.default ? 0.1 : 0) +
    (a.place === b.place ? 0.2 : 0) +
    0.4 * likeNames(a, b);
  if (a.type !== b.type) return UNLIKELY * likeness * castability(from, to);
  const isSameMake =
    (from.serial === undefined) === (to.serial === undefined) &&
    (from.identity === undefined) === (to.identity === undefined) &&
    from.generated?.expression === to.generated?.expression;
  return isSameMake ? likeness : UNLIKELY * likeness;
}

function castability(from: Column, to: Column): number {
  const cast = castExpression("", from.type, to.type);
  if (cast === undefined) return 0.9;
  return cast.includes("::text") ? 0.3 : 0.6;
}

export interface EnumTraits extends Named {
  readonly values: readonly string[];
  readonly bag: Bag;
}

export function enumTraits(type: EnumType): EnumTraits {
  return { ...named(type), values: type.values, bag: bagOf(type.values) };
}

/** The values that both have. */
export function enumLikeness(from: EnumTraits, to: EnumTraits): Likeness {
  const isSame =
    from.values.length === to.values.length &&
    from.values.every((value, index) => value === to.values[index]);
  return (isSame ? 1 : 0.7 * dice(from.bag, to.bag)) + 0.3 * likeNames(from, to);
}

export interface SequenceTraits extends Named {
  readonly name: string;
  readonly make: string;
}

export function sequenceTraits(sequence: Sequence): SequenceTraits {
  const make = JSON.stringify([sequence.type, sequence.options]);
  return { ...named(sequence), name: sequence.name, make };
}

/** Sequences are much alike: what they are called says most. */
export function sequenceLikeness(from: SequenceTraits, to: SequenceTraits): Likeness {
  const isSame = from.make === to.make;
  if (from.name === to.name) return isSame ? 1 : 0.6;
  return (isSame ? 0.5 : 0) + 0.5 * likeNames(from, to);
}

export interface ViewTraits extends Named {
  readonly materialized: boolean;
  readonly words: Bag;
}

export function viewTraits(view: View): ViewTraits {
  return {
    ...named(view),
    materialized: view.materialized,
    words: bagOf(words(view.definition)),
  };
}

/** The words of the query: each side spells it in its own way. */
export function viewLikeness(from: ViewTraits, to: ViewTraits): Likeness {
  if (from.materialized !== to.materialized) return undefined;
  return jaccard(from.words, to.words) + 0.1 * likeNames(from, to);
}

export interface PolicyTraits extends Named {
  readonly policy: Policy;
  readonly roles: string;
  readonly words: Bag;
}

export function policyTraits(policy: Policy): PolicyTraits {
  return {
    ...named(policy),
    policy,
    roles: policy.to.join("\0"),
    words: bagOf(words(`${policy.using ?? ""} check ${policy.withCheck ?? ""}`)),
  };
}

/** A policy's command cannot be altered: one for another command is another policy. */
export function policyLikeness(from: PolicyTraits, to: PolicyTraits): Likeness {
  if (from.policy.for !== to.policy.for || from.policy.as !== to.policy.as) return undefined;
  return (
    (from.roles === to.roles ? 0.3 : 0) +
    0.5 * jaccard(from.words, to.words) +
    0.2 * likeNames(from, to)
  );
}

export interface RoleTraits extends Named {
  readonly rights: string;
  readonly places: Bag;
}

export function roleTraits(schema: Schema): (role: Role) => RoleTraits {
  const places = schema.tables.flatMap((table) =>
    table.policies.flatMap((policy) =>
      policy.to.map((role) => ({
        role,
        place: [table.schema, table.name, policy.name].join("\0"),
      })),
    ),
  );
  return (role) => ({
    ...named(role),
    rights: JSON.stringify([role.createDb, role.createRole, role.inherit]),
    places: bagOf(places.filter((one) => one.role === role.name).map((one) => one.place)),
  });
}

/** The same rights, and the same place in policies. */
export function roleLikeness(from: RoleTraits, to: RoleTraits): Likeness {
  return (
    (from.rights === to.rights ? 0.3 : 0) +
    0.4 * jaccard(from.places, to.places) +
    0.3 * likeNames(from, to)
  );
}

export interface SchemaTraits extends Named {
  readonly contents: Bag;
}

export function schemaTraits(schema: Schema): (namespace: { name: string }) => SchemaTraits {
  const lists: Readonly<Record<string, readonly QualifiedName[]>> = {
    table: schema.tables,
    view: schema.views,
    enum: schema.enums,
    sequence: schema.sequences,
  };
  return (namespace) => ({
    ...named(namespace),
    contents: bagOf(
      Object.entries(lists).flatMap(([kind, list]) =>
        list.filter((one) => one.schema === namespace.name).map((one) => `${kind} ${one.name}`),
      ),
    ),
  });
}

/** What stands in both, by name; of empty ones, how they are called. */
export function schemaLikeness(from: SchemaTraits, to: SchemaTraits): Likeness {
  const isEmpty = from.contents.size + to.contents.size === 0;
  return isEmpty ? likeNames(from, to) : jaccard(from.contents, to.contents);
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
