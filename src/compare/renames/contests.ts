/**
 * Where one thing may have become another: of one kind, and within one table or enum, everything
 * that goes against everything that comes.
 */
import { nameKey } from "../../schema/identifiers.js";
import type { Column, QualifiedName, Schema, Table } from "../../schema/types.js";
import { type Contest, contest } from "./contest.js";
import {
  enumLikeness,
  enumTraits,
  policyLikeness,
  policyTraits,
  roleLikeness,
  roleTraits,
  schemaLikeness,
  schemaTraits,
  sequenceLikeness,
  sequenceTraits,
  viewLikeness,
  viewTraits,
} from "./likeness.js";
import { match, type Matched } from "../match.js";
import type { Rename } from "./renames.js";
import {
  columnLikeness,
  columnTraits,
  tableLikeness,
  tableTraits,
  typeKey,
} from "./table-likeness.js";
import { placesIn, valueLikeness, valuesInGaps } from "./value-likeness.js";

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
    const columns = match(pair.actual.columns, pair.desired.columns, (column) => column.name);
    // Nearly all of them.
    if (columns.removed.length === 0 || columns.added.length === 0) return [];
    const table = nameOf(pair.desired);
    const traits = (side: Table): ((column: Column) => ReturnType<typeof columnTraits>) => {
      const places = new Map(side.columns.map((column, place) => [column, place]));
      return (column) => columnTraits(column, places.get(column) ?? 0);
    };
    return contest({
      kind: "column",
      owner: table,
      ...columns,
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

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}
