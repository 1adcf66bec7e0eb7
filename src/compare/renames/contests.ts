/** Finds possible renames: pairs of removed and added objects of one kind and place. */
import { nameKey, qualifiedName } from "../../schema/identifiers.js";
import { type ObjectRef, refTo } from "../../schema/object-ref.js";
import type { EnumType, Schema, Table } from "../../schema/types.js";
import { byName, match } from "../match.js";
import {
  bagOf,
  columnLikeness,
  enumLikeness,
  type FilledSchema,
  type Likeness,
  type PlacedRole,
  type PlacedValue,
  policyLikeness,
  roleLikeness,
  schemaLikeness,
  sequenceLikeness,
  tableLikeness,
  typeChange,
  valueLikeness,
  viewLikeness,
} from "./likeness.js";
import type { RenamableKind } from "./rename.js";

/** The pairs of one place, most likely first. */
export type Contest = readonly Pair[];

/** A removed and an added object. Pairs with the same object share its reference. */
export interface Pair {
  readonly from: ObjectRef<RenamableKind>;
  readonly to: ObjectRef<RenamableKind>;
  readonly likeness: number;
  /** Set if the rename of a column would change its type. */
  readonly typeChange?: { readonly from: string; readonly to: string };
}

/** Finds the contests of one kind. Omits pairs with a likeness below `least`. */
export type ContestFinder = (actual: Schema, desired: Schema, least: number) => readonly Contest[];

/** The removed and added objects of one place, and how to refer to them. */
interface Contestants<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly ref: (item: T) => ObjectRef<RenamableKind>;
}

const lists = { table: "tables", enum: "enums", sequence: "sequences", view: "views" } as const;
type Lists = typeof lists;

/** In the order of the questions: containers and types first, because they explain the rest. */
export const contestFinders: readonly ContestFinder[] = [
  finder(schemas, schemaLikeness),
  finder(roles, roleLikeness),
  finder(objects("enum"), enumLikeness),
  // Partitioned and foreign tables are not renamed.
  finder(
    objects("table", ({ special }) => special === undefined),
    tableLikeness,
  ),
  finder(
    parts("column", ({ columns }) => columns),
    columnLikeness,
    typeChange,
  ),
  finder(enumValues, valueLikeness),
  finder(objects("sequence"), sequenceLikeness),
  finder(objects("view"), viewLikeness),
  finder(
    parts("policy", (table) => table.policies),
    policyLikeness,
  ),
];

function finder<T>(
  find: (actual: Schema, desired: Schema) => readonly Contestants<T>[],
  likeness: (from: T, to: T) => Likeness,
  change?: (from: T, to: T) => Pair["typeChange"],
): ContestFinder {
  return (actual, desired, least) =>
    find(actual, desired).map(({ removed, added, ref }) => {
      const comers = added.map((item) => ({ item, to: ref(item) }));
      const pairs = removed.flatMap((item) => {
        const from = ref(item);
        return comers.flatMap((comer): readonly Pair[] => {
          const alike = likeness(item, comer.item);
          if (alike === undefined || alike < least) return [];
          const retyped = change?.(item, comer.item);
          const pair = { from, to: comer.to, likeness: alike };
          return [retyped === undefined ? pair : { ...pair, typeChange: retyped }];
        });
      });
      // Equal pairs keep the order of the database and the models.
      return pairs.sort((a, b) => b.likeness - a.likeness);
    });
}

function objects<K extends keyof Lists>(
  kind: K,
  canGo: (object: Schema[Lists[K]][number]) => boolean = () => true,
) {
  type Item = Schema[Lists[K]][number];
  const [list, refKind]: [Lists[K], keyof Lists] = [lists[kind], kind];
  return (actual: Schema, desired: Schema): readonly Contestants<Item>[] => {
    const { removed, added } = match<Item>(actual[list], desired[list], nameKey);
    return [{ removed: removed.filter(canGo), added, ref: (object) => refTo(refKind, object) }];
  };
}

function parts<T extends { readonly name: string }>(
  kind: "column" | "policy",
  list: (table: Table) => readonly T[],
) {
  type Placed = T & { readonly place: number };
  return (actual: Schema, desired: Schema): readonly Contestants<Placed>[] =>
    match(actual.tables, desired.tables, nameKey).both.map((pair) => {
      const [from, to] = [list(pair.actual), list(pair.desired)];
      const { removed, added } = match(from, to, byName);
      return {
        removed: removed.map((part) => ({ ...part, place: from.indexOf(part) })),
        added: added.map((part) => ({ ...part, place: to.indexOf(part) })),
        ref: ({ name }) => ({ kind, table: qualifiedName(pair.desired), name }),
      };
    });
}

function schemas(actual: Schema, desired: Schema): readonly Contestants<FilledSchema>[] {
  const filled = (side: Schema): readonly FilledSchema[] => {
    const named = side.namespaces.filter(({ name }) => name !== "public");
    if (named.length === 0) return [];
    const contents = Object.entries(lists).flatMap(([kind, list]) =>
      side[list].map((item) => ({ in: item.schema, what: `${kind} ${item.name}` })),
    );
    return named.map(({ name }) => ({
      name,
      contents: bagOf(contents.filter((item) => item.in === name).map(({ what }) => what)),
    }));
  };
  const matched = match(filled(actual), filled(desired), byName);
  return [{ ...matched, ref: ({ name }) => ({ kind: "schema", name }) }];
}

/** Roles belong to the whole cluster, so one counts as removed only if no policy mentions it. */
function roles(actual: Schema, desired: Schema): readonly Contestants<PlacedRole>[] {
  const placed = (side: Schema): readonly PlacedRole[] => {
    const policies = side.tables.flatMap((table) =>
      table.policies.map(({ name, to }) => ({ to, place: `${nameKey(table)}\0${name}` })),
    );
    return side.roles.map((role) => {
      const own = policies.filter(({ to }) => to.includes(role.name));
      return { ...role, policies: bagOf(own.map(({ place }) => place)) };
    });
  };
  const { removed, added } = match(placed(actual), placed(desired), byName);
  const used = new Set(
    desired.tables.flatMap((table) => table.policies.flatMap((policy) => policy.to)),
  );
  const gone = removed.filter((role) => !used.has(role.name));
  return [{ removed: gone, added, ref: ({ name }) => ({ kind: "role", name }) }];
}

function enumValues(actual: Schema, desired: Schema): readonly Contestants<PlacedValue>[] {
  return match(actual.enums, desired.enums, nameKey).both.map((pair) => ({
    removed: valuesInGaps(pair.actual, pair.desired),
    added: valuesInGaps(pair.desired, pair.actual),
    ref: ({ name }) => ({ kind: "enumValue", enum: qualifiedName(pair.desired), name }),
  }));
}

/** The values between those that both sides have. */
function valuesInGaps(type: EnumType, other: EnumType): readonly PlacedValue[] {
  const known = new Set(other.values);
  const gaps: string[][] = [[]];
  for (const value of type.values) {
    if (known.has(value)) gaps.push([]);
    else gaps.at(-1)?.push(value);
  }
  return gaps.flatMap((names, gap) =>
    names.map((name, place) => ({ name, gap, place, size: names.length })),
  );
}
