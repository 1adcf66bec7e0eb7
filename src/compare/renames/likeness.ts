/**
 * How alike two things are, from 0 to 1 and a little more: how likely the one is the other renamed.
 * Everything that goes is compared with everything that comes, so what a judgement looks at is taken
 * out of each thing once: its traits.
 */
import type {
  EnumType,
  Policy,
  QualifiedName,
  Role,
  Schema,
  Sequence,
  View,
} from "../../schema/types.js";
import { type Bag, bagOf, dice, jaccard, letterPairs } from "./bag.js";

/** Two things that are not at all alike can still be one. Only `undefined` says that they cannot. */
export type Likeness = number | undefined;

/** From here on a rename is likely enough to be told about. */
export const LIKELY = 0.6;

export interface Named {
  readonly letters: Bag;
}

export function named({ name }: { readonly name: string }): Named {
  return { letters: letterPairs(name) };
}

export function likeNames(from: Named, to: Named): number {
  return dice(from.letters, to.letters);
}

/** The share of pairs of neighbouring letters that two names have in common. */
export function nameLikeness(from: string, to: string): number {
  return dice(letterPairs(from), letterPairs(to));
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
  const isEmpty = from.contents.length + to.contents.length === 0;
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
