/** What a model has no words for, taken over from the database so that it stays as it is. */
import { nameKey } from "../schema/identifiers.js";
import type {
  CheckConstraint,
  ForeignKey,
  Index,
  PrimaryKey,
  Schema,
  Table,
  UniqueConstraint,
  View,
} from "../schema/types.js";
import {
  checkDefinition,
  foreignKeyDefinition,
  indexDefinitions,
  uniqueDefinition,
} from "./definitions.js";
import { match, type Matched, matchByNameThenDefinition } from "./match.js";
import { keptIndexes } from "./view-indexes.js";
import { withMentionedReads } from "./view-reads.js";

/**
 * The models with everything that only a catalog says (comments, `DEFERRABLE`, `INCLUDE`,
 * `NOT VALID`, …) filled in from what is there: the comparison then leaves it alone, and puts it
 * back with what has to be made anew. What a view reads is filled in from its text.
 */
export function withUnsaid(actual: Schema, desired: Schema): Schema {
  return withMentionedReads({
    ...desired,
    namespaces: fill(
      match(actual.namespaces, desired.namespaces, ({ name }) => name),
      desired.namespaces,
      withComment,
    ),
    enums: fill(match(actual.enums, desired.enums, nameKey), desired.enums, withComment),
    sequences: fill(
      match(actual.sequences, desired.sequences, nameKey),
      desired.sequences,
      withComment,
    ),
    tables: fill(match(actual.tables, desired.tables, nameKey), desired.tables, fillTable),
    views: fill(match(actual.views, desired.views, nameKey), desired.views, fillView),
  });
}

/** Without the comments that models can say: none of them is to be taken over. */
export function withoutSaidComments(actual: Schema): Schema {
  const bare = <T extends { readonly comment?: string }>({ comment: _, ...rest }: T) => rest;
  return {
    ...actual,
    // PostgreSQL itself puts one on `public`.
    namespaces: actual.namespaces.map((one) => (one.name === "public" ? one : bare(one))),
    enums: actual.enums.map(bare),
    sequences: actual.sequences.map(bare),
    tables: actual.tables.map((table) => ({
      ...bare(table),
      columns: table.columns.map(bare),
    })),
    views: actual.views.map(bare),
  };
}

/** Without the comments that models can say: none of them is to be taken over. */
export function withoutSaidComments(actual: Schema): Schema {
  const bare = <T extends { readonly comment?: string }>({ comment: _, ...rest }: T) => rest;
  return {
    ...actual,
    // PostgreSQL itself puts one on `public`.
    namespaces: actual.namespaces.map((one) => (one.name === "public" ? one : bare(one))),
    enums: actual.enums.map(bare),
    sequences: actual.sequences.map(bare),
    tables: actual.tables.map((table) => ({
      ...bare(table),
      columns: table.columns.map(bare),
    })),
    views: actual.views.map(bare),
  };
}

/** The things of `desired`, those that have a partner completed from it. */
function fill<T>(
  { both, renamed = [] }: Matched<T> & { readonly renamed?: Matched<T>["both"] },
  desired: readonly T[],
  complete: (actual: T, desired: T) => T,
): readonly T[] {
  const partners = new Map([...both, ...renamed].map((pair) => [pair.desired, pair.actual]));
  return desired.map((item) => {
    const partner = partners.get(item);
    return partner === undefined ? item : complete(partner, item);
  });
}

function withComment<T extends { readonly comment?: string }>(actual: T, desired: T): T {
  return actual.comment === undefined ? desired : { comment: actual.comment, ...desired };
}

function fillView(actual: View, desired: View): View {
  return { ...keptIndexes(actual, desired), ...withComment(actual, desired) };
}

function fillTable(actual: Table, desired: Table): Table {
  const { primaryKey } = desired;
  return {
    ...withComment(actual, desired),
    columns: fill(
      match(actual.columns, desired.columns, ({ name }) => name),
      desired.columns,
      withComment,
    ),
    ...(primaryKey && {
      primaryKey: actual.primaryKey ? fillKey(actual.primaryKey, primaryKey) : primaryKey,
    }),
    uniqueConstraints: fillParts(
      actual.uniqueConstraints,
      desired.uniqueConstraints,
      ({ name, columns, nullsNotDistinct }) =>
        uniqueDefinition({ name, columns, nullsNotDistinct }),
      fillKey,
    ),
    checks: fillParts(
      actual.checks,
      desired.checks,
      ({ name, expression }) => checkDefinition({ name, expression }),
      fillCheck,
    ),
    foreignKeys: fillParts(
      actual.foreignKeys,
      desired.foreignKeys,
      ({ match: _, deferrable: _d, initiallyDeferred: _i, ...said }) => foreignKeyDefinition(said),
      fillForeignKey,
    ),
    indexes: fillIndexes(actual, desired),
    policies: fill(
      match(actual.policies, desired.policies, ({ name }) => name),
      desired.policies,
      withComment,
    ),
  };
}

/** @param definition What a model can say of it. */
function fillParts<T extends { readonly name: string }>(
  actual: readonly T[],
  desired: readonly T[],
  definition: (item: T) => string,
  complete: (actual: T, desired: T) => T,
): readonly T[] {
  return fill(matchByNameThenDefinition(actual, desired, definition), desired, complete);
}

function fillKey<T extends PrimaryKey | UniqueConstraint>(actual: T, desired: T): T {
  const { include, deferrable, initiallyDeferred } = actual;
  return {
    ...(include && { include }),
    ...(deferrable && { deferrable }),
    ...(initiallyDeferred && { initiallyDeferred }),
    ...withComment(actual, desired),
  };
}

function fillCheck(actual: CheckConstraint, desired: CheckConstraint): CheckConstraint {
  const { notValid, noInherit } = actual;
  return {
    ...(notValid && { notValid }),
    ...(noInherit && { noInherit }),
    ...withComment(actual, desired),
  };
}

function fillForeignKey(actual: ForeignKey, desired: ForeignKey): ForeignKey {
  const { match: matching, notValid, deferrable, initiallyDeferred } = actual;
  return {
    ...(matching && { match: matching }),
    ...(notValid && { notValid }),
    ...(deferrable && { deferrable }),
    ...(initiallyDeferred && { initiallyDeferred }),
    ...withComment(actual, desired),
  };
}

function fillIndexes(actual: Table, desired: Table): readonly Index[] {
  const definition = indexDefinitions(actual, desired);
  return fillParts(
    actual.indexes,
    desired.indexes,
    ({ include: _, nullsNotDistinct: _n, ...said }) =>
      definition({ ...said, keys: said.keys.map(({ collation: _c, ...key }) => key) }),
    fillIndex,
  );
}

/** A key's collation belongs to the key, so it is taken over where the same key stands. */
function fillIndex(actual: Index, desired: Index): Index {
  const { include, nullsNotDistinct } = actual;
  return {
    ...(include && { include }),
    ...(nullsNotDistinct && desired.unique && { nullsNotDistinct }),
    ...withComment(actual, desired),
    keys: desired.keys.map((key, position) => {
      const partner = actual.keys[position];
      const isSame = partner?.column === key.column && partner?.expression === key.expression;
      return isSame && partner?.collation !== undefined
        ? { collation: partner.collation, ...key }
        : key;
    }),
  };
}
