import { type Attributed, attributed, type Attributes } from "../../schema/attributes.js";
import { nameKey, sameName } from "../../schema/identifiers.js";
import type { Index, Schema, Sequence, Table, View } from "../../schema/types.js";
import { constraintDefinition, indexDefinitions, sameParameters } from "../kinds/definitions.js";
import { keptParts } from "../kinds/views.js";
import { byName, isSame, match, matchByNameThenDefinition } from "../match.js";
import type { SchemaPass } from "../options.js";

/**
 * Copies into the models what only a catalog knows (comments, `DEFERRABLE`, `INCLUDE`, `NOT VALID`,
 * …), so that it makes no difference, and recreated objects get it back.
 */
export const keepUnmanaged: SchemaPass = ({ actual, desired }, { comments = false }) => {
  const given = comments ? withoutSaidComments(actual) : actual;
  return {
    actual,
    desired: {
      ...desired,
      namespaces: fill(given.namespaces, desired.namespaces, byName),
      enums: fill(given.enums, desired.enums, nameKey),
      sequences: fill(given.sequences, desired.sequences, nameKey, (was, shall) =>
        fillSequence(was, shall, desired.tables),
      ),
      tables: fill(given.tables, desired.tables, nameKey, (was, shall) =>
        fillTable(was, withMergedKey(was, shall)),
      ),
      views: fill(given.views, desired.views, nameKey, fillView),
    },
  };
};

/** Removes comments that models can declare, because those are compared. */
function withoutSaidComments(actual: Schema): Schema {
  const bare = <T extends { readonly comment?: string }>({ comment: _, ...rest }: T) => rest;
  return {
    ...actual,
    // PostgreSQL itself sets a comment on `public`.
    namespaces: actual.namespaces.map((namespace) =>
      namespace.name === "public" ? namespace : bare(namespace),
    ),
    enums: actual.enums.map(bare),
    sequences: actual.sequences.map(bare),
    tables: actual.tables.map((table) => ({
      ...bare(table),
      columns: table.columns.map(bare),
    })),
    views: actual.views.map(bare),
  };
}

/** Completes each object that the other side has by name, or by definition. */
function fill<T extends object>(
  actual: readonly T[],
  desired: readonly T[],
  key: (item: T) => string,
  complete: (actual: T, desired: T) => T = withOwn,
  definition?: (item: T) => string,
): readonly T[] {
  const pairs = definition
    ? matchByNameThenDefinition(actual, desired, definition, key).both
    : match(actual, desired, key).both;
  const isInOrder = pairs.every((pair, index) => pair.desired === desired[index]);
  if (isInOrder && pairs.length === desired.length)
    return pairs.map((pair) => complete(pair.actual, pair.desired));
  const partners = new Map(pairs.map((pair) => [pair.desired, pair.actual]));
  return desired.map((item) => {
    const partner = partners.get(item);
    return partner === undefined ? item : complete(partner, item);
  });
}

/** What models cannot declare, for any object. */
const unmanaged: ReadonlySet<string> = new Set([
  "comment",
  "attributes",
  "sequenceAttributes",
  "extras",
  "include",
  "deferrable",
  "initiallyDeferred",
  "notValid",
  "noInherit",
  "match",
]);

function withOwn<T extends object>(actual: T, desired: T): T {
  const own: Partial<T> = {};
  let isEmpty = true;
  for (const name in actual)
    if (unmanaged.has(name)) {
      own[name] = actual[name];
      isEmpty = false;
    }
  return isEmpty ? desired : { ...own, ...desired };
}

/** A sequence keeps its owner as long as the column exists. */
function fillSequence(actual: Sequence, desired: Sequence, tables: readonly Table[]): Sequence {
  const { ownedBy } = actual;
  const owner = tables.find((table) => ownedBy !== undefined && sameName(table, ownedBy.table));
  const isKept = owner?.columns.some(({ name }) => name === ownedBy?.column) ?? false;
  return { ...(ownedBy && isKept && { ownedBy }), ...withOwn(actual, desired) };
}

function fillView(actual: View, desired: View): View {
  const { extras: _, ...own } = withOwn(actual, desired);
  const kind = desired.materialized ? "materializedView" : "view";
  return {
    ...keptParts(actual, desired),
    ...own,
    ...(sameParameters(kind, actual.with, desired.with) && { with: actual.with }),
  };
}

/**
 * Merges two keys of a model if the database has one. In `CREATE TABLE`, PostgreSQL merges an
 * unnamed primary key and a unique constraint over the same columns into a primary key with the
 * name of the unique constraint.
 */
function withMergedKey({ primaryKey: key }: Table, desired: Table): Table {
  const { primaryKey, uniqueConstraints } = desired;
  if (key === undefined || primaryKey === undefined) return desired;
  const merged = uniqueConstraints.find(
    ({ name, columns, nullsNotDistinct }) =>
      name === key.name &&
      !nullsNotDistinct &&
      [key, primaryKey].every((other) => isSame(other.columns, columns)),
  );
  if (merged === undefined) return desired;
  return {
    ...desired,
    primaryKey: { ...primaryKey, name: key.name },
    uniqueConstraints: uniqueConstraints.filter((constraint) => constraint !== merged),
  };
}

function fillTable(actual: Table, desired: Table): Table {
  const { primaryKey } = desired;
  const index = indexDefinitions(actual, desired);
  const named = <T extends { readonly name: string }>(
    listOf: (table: Table) => readonly T[],
    definition?: (item: T) => string,
    complete: (actual: T, desired: T) => T = withOwn,
  ) => fill(listOf(actual), listOf(desired), byName, complete, definition);
  return {
    ...withOwn(actual, desired),
    columns: named((table) => table.columns),
    ...(primaryKey && { primaryKey: withOwn(actual.primaryKey ?? primaryKey, primaryKey) }),
    uniqueConstraints: named(
      (table) => table.uniqueConstraints,
      ({ include: _, deferrable: _d, initiallyDeferred: _i, ...constraint }) =>
        constraintDefinition({ type: "uniqueConstraint", constraint }),
    ),
    checks: named(
      (table) => table.checks,
      ({ noInherit: _, ...constraint }) => constraintDefinition({ type: "check", constraint }),
    ),
    foreignKeys: named(
      (table) => table.foreignKeys,
      ({ match: _, deferrable: _d, initiallyDeferred: _i, ...constraint }) =>
        constraintDefinition({ type: "foreignKey", constraint }),
    ),
    indexes: named(
      (table) => table.indexes,
      ({ include: _, nullsNotDistinct: _n, ...said }) =>
        index({ ...said, keys: said.keys.map(({ collation: _c, ...key }) => key) }),
      fillIndex,
    ),
    policies: named((table) => table.policies),
  };
}

/** An index key's collation is copied if the key is the same. */
function fillIndex(actual: Index, desired: Index): Index {
  const { nullsNotDistinct } = actual;
  const { attributes, ...own } = withOwn(actual, desired);
  return {
    ...(nullsNotDistinct && desired.unique && { nullsNotDistinct }),
    ...own,
    ...attributesFor(desired, attributes),
    ...(sameParameters(desired.method, actual.with, desired.with) && { with: actual.with }),
    keys: desired.keys.map((key, position) => {
      const partner = actual.keys[position];
      const isPartner = partner?.column === key.column && partner?.expression === key.expression;
      return isPartner && partner?.collation !== undefined
        ? { collation: partner.collation, ...key }
        : key;
    }),
  };
}

/** The attributes that an index with another definition can keep. It may no longer be unique. */
function attributesFor(
  { keys, method, unique, where }: Index,
  { clustered, replicaIdentity, keyStatistics, ...others }: Attributes = {},
): Attributed {
  const targets = Object.entries(keyStatistics ?? {}).filter(
    ([number]) => keys[Number(number) - 1]?.expression !== undefined,
  );
  const canCluster = where === undefined && ["btree", "gist"].includes(method);
  const canIdentify =
    unique && where === undefined && keys.every((key) => key.column !== undefined);
  return attributed({
    ...others,
    clustered: canCluster ? clustered : undefined,
    replicaIdentity: canIdentify ? replicaIdentity : undefined,
    keyStatistics: targets.length > 0 ? Object.fromEntries(targets) : undefined,
  });
}
