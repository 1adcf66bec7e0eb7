/**
 * Where one thing may have become another: of one kind, and within one table or enum, everything
 * that goes against everything that comes.
 */
import { nameKey } from "../schema/identifiers.js";
import type { Column, EnumType, QualifiedName, Schema, Table } from "../schema/types.js";
import {
  columnLikeness,
  columnTraits,
  enumLikeness,
  enumTraits,
  type Likeness,
  nameLikeness,
  policyLikeness,
  policyTraits,
  roleLikeness,
  roleTraits,
  schemaLikeness,
  schemaTraits,
  sequenceLikeness,
  sequenceTraits,
  tableLikeness,
  tableTraits,
  typeKey,
  viewLikeness,
  viewTraits,
} from "./likeness.js";
import { match, type Matched } from "./match.js";
import type { Rename, RenameKind } from "./renames.js";

export interface Contest {
  readonly kind: RenameKind;
  /** The table or enum that the things belong to. */
  readonly owner?: QualifiedName;
  /** The likeliest first. */
  readonly pairs: readonly Pair[];
}

/** Something that goes and something that comes. */
export interface Pair {
  /** The same number for the same thing. */
  readonly from: number;
  readonly to: number;
  readonly likeness: number;
  /** In the names of the schemas that were compared. */
  readonly rename: Rename;
  /** Of a column: that it would have to become another type. */
  readonly typeChange?: { readonly from: string; readonly to: string };
}

/** Makes the contests of one kind. Pairs less alike than `least` are left out. */
export type ContestFinder = (actual: Schema, desired: Schema, least: number) => readonly Contest[];

/**
 * By kind, in the order in which questions make sense: what holds others, or is the type of others,
 * before what is held, because its rename shows that much of the rest has not changed.
 */
export const contestFinders: readonly ContestFinder[] = [
  schemaContests,
  roleContests,
  enumContests,
  tableContests,
  columnContests,
  enumValueContests,
  sequenceContests,
  viewContests,
  policyContests,
];

function schemaContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  const isOurs = ({ name }: { readonly name: string }): boolean => name !== "public";
  const { removed, added } = match(actual.namespaces, desired.namespaces, (one) => one.name);
  return contest({
    kind: "schema",
    removed: removed.filter(isOurs),
    added: added.filter(isOurs),
    traits: [schemaTraits(actual), schemaTraits(desired)],
    likeness: schemaLikeness,
    rename: (from, to) => ({ kind: "schema", from: from.name, to: to.name }),
    least,
  });
}

/** Roles stay in a cluster whoever needs them, so that only one that no policy names has gone. */
function roleContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  const { removed, added } = match(actual.roles, desired.roles, (one) => one.name);
  const used = new Set(
    desired.tables.flatMap((table) => table.policies.flatMap((policy) => policy.to)),
  );
  return contest({
    kind: "role",
    removed: removed.filter((role) => !used.has(role.name)),
    added,
    traits: [roleTraits(actual), roleTraits(desired)],
    likeness: roleLikeness,
    rename: (from, to) => ({ kind: "role", from: from.name, to: to.name }),
    least,
  });
}

function enumContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  return contest({
    kind: "enum",
    ...match(actual.enums, desired.enums, nameKey),
    traits: [enumTraits, enumTraits],
    likeness: enumLikeness,
    rename: objectRename("enum"),
    least,
  });
}

function tableContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  const { removed, added } = match(actual.tables, desired.tables, nameKey);
  return contest({
    kind: "table",
    // Partitioned and foreign tables are left alone.
    removed: removed.filter((table) => table.special === undefined),
    added,
    traits: [tableTraits, tableTraits],
    likeness: tableLikeness,
    rename: objectRename("table"),
    least,
  });
}

function sequenceContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  return contest({
    kind: "sequence",
    ...match(actual.sequences, desired.sequences, nameKey),
    traits: [sequenceTraits, sequenceTraits],
    likeness: sequenceLikeness,
    rename: objectRename("sequence"),
    least,
  });
}

function viewContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  return contest({
    kind: "view",
    ...match(actual.views, desired.views, nameKey),
    traits: [viewTraits, viewTraits],
    likeness: viewLikeness,
    rename: objectRename("view"),
    least,
  });
}

function columnContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  return tablesOfBoth(actual, desired).flatMap((pair) => {
    const table = nameOf(pair.desired);
    const traits = (side: Table): ((column: Column) => ReturnType<typeof columnTraits>) => {
      const places = new Map(side.columns.map((column, place) => [column, place]));
      return (column) => columnTraits(column, places.get(column) ?? 0);
    };
    return contest({
      kind: "column",
      owner: table,
      ...match(pair.actual.columns, pair.desired.columns, (column) => column.name),
      traits: [traits(pair.actual), traits(pair.desired)],
      likeness: columnLikeness,
      rename: (from, to) => ({ kind: "column", table, from: from.name, to: to.name }),
      typeChange: (from, to) =>
        typeKey(from.type) === typeKey(to.type)
          ? undefined
          : { from: from.type.sql, to: to.type.sql },
      least,
    });
  });
}

function policyContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  return tablesOfBoth(actual, desired).flatMap((pair) => {
    const table = nameOf(pair.desired);
    return contest({
      kind: "policy",
      owner: table,
      ...match(pair.actual.policies, pair.desired.policies, (policy) => policy.name),
      traits: [policyTraits, policyTraits],
      likeness: policyLikeness,
      rename: (from, to) => ({ kind: "policy", table, from: from.name, to: to.name }),
      least,
    });
  });
}

function enumValueContests(actual: Schema, desired: Schema, least: number): readonly Contest[] {
  return match(actual.enums, desired.enums, nameKey).both.flatMap((pair) => {
    const type = nameOf(pair.desired);
    const before = valuesInGaps(pair.actual, pair.desired);
    const after = valuesInGaps(pair.desired, pair.actual);
    return contest({
      kind: "enumValue",
      owner: type,
      removed: before.flat(),
      added: after.flat(),
      traits: [placesIn(before, after), placesIn(after, before)],
      likeness: valueLikeness,
      rename: (from, to) => ({ kind: "enumValue", enum: type, from, to }),
      least,
    });
  });
}

/** The values between those that the other side has too. */
function valuesInGaps(type: EnumType, other: EnumType): readonly (readonly string[])[] {
  const known = new Set(other.values);
  const gaps: string[][] = [[]];
  for (const value of type.values) {
    if (known.has(value)) gaps.push([]);
    else gaps.at(-1)?.push(value);
  }
  return gaps;
}

interface ValueTraits {
  readonly value: string;
  readonly gap: number;
  /** Its place in the gap, where the gap of the other side holds as many. */
  readonly place?: number;
}

function placesIn(
  gaps: readonly (readonly string[])[],
  others: readonly (readonly string[])[],
): (value: string) => ValueTraits {
  const traits = new Map(
    gaps.flatMap((values, gap) =>
      values.map((value, place) => [
        value,
        { value, gap, ...(values.length === others[gap]?.length ? { place } : {}) },
      ]),
    ),
  );
  return (value) => traits.get(value) ?? { value, gap: -1 };
}

/** A value that went and one that came, at the same place between values that stayed. */
function valueLikeness(from: ValueTraits, to: ValueTraits): Likeness {
  const names = nameLikeness(from.value, to.value);
  if (from.gap !== to.gap) return 0.4 * names;
  return from.place !== undefined && from.place === to.place ? 0.6 + 0.4 * names : 0.2 + names;
}

function tablesOfBoth(actual: Schema, desired: Schema): Matched<Table>["both"] {
  return match(actual.tables, desired.tables, nameKey).both;
}

function objectRename(kind: "table" | "enum" | "sequence" | "view") {
  return (from: QualifiedName, to: QualifiedName): Rename => ({
    kind,
    from: nameOf(from),
    to: nameOf(to),
  });
}

interface Contestants<T, Traits> {
  readonly kind: RenameKind;
  readonly owner?: QualifiedName;
  readonly removed: readonly T[];
  readonly added: readonly T[];
  /** Of what goes, and of what comes. */
  readonly traits: readonly [(item: T) => Traits, (item: T) => Traits];
  readonly likeness: (from: Traits, to: Traits) => Likeness;
  readonly rename: (from: T, to: T) => Rename;
  readonly typeChange?: (from: T, to: T) => Pair["typeChange"];
  readonly least: number;
}

/** None, where nothing can have become anything. */
function contest<T, Traits>(given: Contestants<T, Traits>): readonly Contest[] {
  const { kind, owner, removed, added, likeness, least } = given;
  if (removed.length === 0 || added.length === 0) return [];
  const before = removed.map(given.traits[0]);
  const after = added.map(given.traits[1]);
  const found: { from: number; to: number; likeness: number }[] = [];
  before.forEach((left, from) =>
    after.forEach((right, to) => {
      const alike = likeness(left, right);
      if (alike !== undefined && alike >= least) found.push({ from, to, likeness: alike });
    }),
  );
  // What is equally alike stays in the order of the database and the models.
  found.sort((a, b) => b.likeness - a.likeness);
  const pairs = found.flatMap((pair): readonly Pair[] => {
    const [from, to] = [removed[pair.from], added[pair.to]];
    if (from === undefined || to === undefined) return [];
    const typeChange = given.typeChange?.(from, to);
    return [{ ...pair, rename: given.rename(from, to), ...(typeChange && { typeChange }) }];
  });
  return pairs.length === 0 ? [] : [{ kind, ...(owner && { owner }), pairs }];
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}
