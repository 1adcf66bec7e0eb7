/** Columns of a table that both sides have. */
import { defined } from "../../defined.js";
import { attributeStatements } from "../../operations/attributes.js";
import { castExpression } from "../../operations/casts.js";
import { key } from "../../operations/keys.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { mentions, qualifiedName } from "../../schema/identifiers.js";
import { refTo } from "../../schema/object-ref.js";
import type { Column, EnumType, QualifiedName, Table } from "../../schema/types.js";
import {
  alterColumn,
  change,
  type Change,
  changesOf,
  compareComments,
  executed,
  inFull,
  inTurn,
} from "../change.js";
import { comeBack } from "../come-back.js";
import { byName, isSame, match, type Pair } from "../match.js";
import { family, lostAttributes, storable } from "./attributes.js";
import {
  attachSequence,
  changesIdentity,
  detachSequence,
  renameSequences,
  retypeIdentity,
  sequenceOf,
} from "./column-sequences.js";
import { defaultTypes, filled, hasFill, withDefaultAround } from "./defaults.js";
import { collationName } from "./definitions.js";
import { isOf } from "./enums.js";

export interface ColumnPlan {
  readonly changes: readonly Change[];
  /** Columns whose type changes. Objects that depend on them may have to be recreated. */
  readonly retyped: ReadonlySet<string>;
  /** Columns that are dropped and added again because PostgreSQL cannot alter them. */
  readonly recreated: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

/**
 * @param types enums that are recreated; that operation converts the columns and defaults
 * @param enums the enums with their labels before and after
 */
export function planColumns(
  actual: Table,
  desired: Table,
  types: readonly EnumType[],
  enums: ReadonlyMap<string, EnumType>,
): ColumnPlan {
  // The columns of most tables do not change.
  if (types.length === 0 && isSame(actual.columns, desired.columns)) return unchanged;
  const matched = match(actual.columns, desired.columns, byName);
  const retyped = new Set(
    matched.both
      .filter((pair) => changesType(pair.actual, pair.desired) || isOf(types, pair.actual))
      .map((pair) => pair.desired.name),
  );
  const dropped = new Set(matched.removed.map(({ name }) => name));
  const changed = [...retyped, ...dropped, ...types.map(({ name }) => name)];
  const recreated = new Set(
    matched.both.filter((pair) => mustRecreate(pair, changed)).map((pair) => pair.desired.name),
  );
  for (const name of recreated) retyped.delete(name);

  const drop = (column: Column): Change =>
    change(
      { kind: "dropColumn", table: qualifiedName(actual), column: column.name, previous: column },
      { releases: generatedFrom(actual, column), undo: comeBack(actual, column, enums) },
    );
  const create = (column: Column): Change =>
    change(
      { kind: "addColumn", table: qualifiedName(desired), column },
      { needs: generatedFrom(desired, column) },
    );
  const changes = changesOf(matched, {
    drop,
    create,
    alter: (was, shall) =>
      recreated.has(shall.name)
        ? [drop(was), create(storable(was, shall))]
        : changesInPlace(desired, { actual: was, desired: shall }, types),
  });
  return { changes, retyped, recreated, dropped };
}

const unchanged: ColumnPlan = {
  changes: [],
  retyped: new Set(),
  recreated: new Set(),
  dropped: new Set(),
};

/**
 * A generated column is recreated if its expression changes, or if an ordinary column becomes one
 * (PostgreSQL before 17 can do neither in place). It is also recreated if the type of a column in
 * its expression changes, because PostgreSQL refuses that. A virtual column that becomes ordinary
 * is recreated too: it has no stored values to keep.
 */
function mustRecreate({ actual, desired }: Pair<Column>, changed: readonly string[]): boolean {
  const [was, shall] = [actual.generated, desired.generated];
  return (
    !isSame(was, shall) ||
    changed.some((name) => was !== undefined && mentions(was.expression, name))
  );
}

/** The columns in the expression of a generated column. */
function generatedFrom(table: Table, { name, generated }: Column): readonly string[] {
  if (generated === undefined) return [];
  return table.columns
    .filter((other) => other.name !== name && mentions(generated.expression, other.name))
    .map((other) => key.column(table, other.name));
}

function changesInPlace(
  table: Table,
  pair: Pair<Column>,
  types: readonly EnumType[],
): readonly Change[] {
  const { actual, desired } = pair;
  // Nearly all columns.
  if (types.length === 0 && isSame(actual, desired)) return [];
  const isSameType = actual.type.sql === desired.type.sql;
  const inOwnTurn = (changes: readonly Change[]): readonly Change[] =>
    inTurn(key.column(table, desired.name), changes);
  if (!isSameType && isOf(types, actual) && isOf(types, desired)) {
    // Two recreated types would each wait for the other's columns.
    const between = asText(actual);
    return inOwnTurn([...alter(table, actual, between), ...alter(table, between, desired)]);
  }
  if (isSameType && isOf(types, actual))
    return alter(table, actual, desired, { isDefaultMoved: true });
  const named = defaultTypes(actual, types);
  if (named.length === 0) return alter(table, actual, desired);
  const others = alter(table, actual, desired, { isDefaultMoved: true, isDefaultThere: false });
  return inOwnTurn(withDefaultAround(table, pair, named, others));
}

/** The column as text, between an enum that is dropped and a new one. */
function asText({ default: _, attributes: _a, ...column }: Column): Column {
  const dimensions = /(\[\])*$/.exec(column.type.sql)?.[0] ?? "";
  return { ...column, type: { sql: `text${dimensions}` } };
}

interface DefaultState {
  /** Whether other operations change the default. */
  readonly isDefaultMoved?: boolean;
  /** Whether the column already has its default when it becomes NOT NULL. */
  readonly isDefaultThere?: boolean;
}

function alter(
  desiredTable: Table,
  actual: Column,
  desired: Column,
  { isDefaultMoved = false, isDefaultThere = true }: DefaultState = {},
): readonly Change[] {
  const table = qualifiedName(desiredTable);
  const { name } = desired;
  const changes = [...detachSequence(table, actual, desired)];
  const identity = retypeIdentity(table, actual, desired);
  const forward = identity ? {} : changesBetween(actual, desired, isDefaultMoved);
  if (identity) changes.push(...identity);
  else if (Object.keys(forward).length > 0) {
    const back = changesBetween(desired, actual, isDefaultMoved);
    const operation = alterColumn(table, name, forward, back);
    const inverted = alterColumn(table, name, back, forward);
    const fillsThere = isDefaultThere && hasFill(actual, desired);
    // Columns of a recreated enum get their old defaults back later.
    const fillsBack =
      isDefaultThere &&
      hasFill(desired, actual) &&
      !(isDefaultMoved && desired.default === undefined);
    const there: Change = fillsThere ? filled(operation, desiredTable) : { operation };
    const then = [...(there.then ?? []), ...lostAttributes(table, desired, forward, actual)];
    const lostBack = [
      ...lostAttributes(table, actual, back, actual),
      ...(forward.identity === null ? sequenceAttributes(table, actual) : []),
    ];
    const wayBack = fillsBack ? inFull(filled(inverted, desiredTable)) : [inverted];
    const isPlain = !fillsThere && wayBack.length === 1 && lostBack.length === 0;
    const undo = isPlain ? undefined : [...wayBack, ...lostBack];
    changes.push(defined({ ...there, then, undo }));
  }
  return [
    ...changes,
    ...attachSequence(table, actual, desired),
    ...renameSequences(table, actual, desired),
    ...compareComments({ kind: "column", table, name }, actual, desired),
  ];
}

function sequenceAttributes(table: QualifiedName, column: Column): readonly Operation[] {
  const sequence = sequenceOf(table, column);
  if (sequence === undefined) return [];
  return executed(attributeStatements(refTo("sequence", sequence), column.sequenceAttributes));
}

/** Type, nullability, default and identity: everything that one `ALTER TABLE` can change. */
function changesBetween(was: Column, shall: Column, isDefaultMoved: boolean): ColumnChanges {
  const isRetyped = changesType(was, shall);
  // A type without an explicit collation resets the collation.
  const isCollated = was.collation !== undefined || shall.collation !== undefined;
  const hasDefault = was.default !== undefined || shall.default !== undefined;
  // When the type changes, PostgreSQL casts the default, and fails if no assignment cast exists.
  // Setting the default too makes the operation drop the old one first.
  const isRestated = isRetyped && hasDefault && family(was.type) !== family(shall.type);
  const changesDefault = !isDefaultMoved && (was.default !== shall.default || isRestated);
  return defined({
    ...(isRetyped && { type: shall.type, using: castExpression(shall.name, was.type, shall.type) }),
    collation: isRetyped && isCollated ? (shall.collation ?? null) : undefined,
    notNull: was.notNull === shall.notNull ? undefined : shall.notNull,
    default: changesDefault ? (shall.default ?? null) : undefined,
    identity: changesIdentity(was, shall) ? (shall.identity ?? null) : undefined,
  });
}

function changesType(actual: Column, desired: Column): boolean {
  return (
    actual.type.sql !== desired.type.sql ||
    collationName(actual.collation) !== collationName(desired.collation)
  );
}
