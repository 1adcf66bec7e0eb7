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
  /** Columns whose type changes: what is built on them may have to be taken down. */
  readonly retyped: ReadonlySet<string>;
  /** Columns that are dropped and added again, because PostgreSQL has no other way. */
  readonly recreated: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

/**
 * @param types Enums that are recreated: the operation on the enum moves columns and defaults.
 * @param enums With the labels that they have before and after.
 */
export function planColumns(
  actual: Table,
  desired: Table,
  types: readonly EnumType[],
  enums: ReadonlyMap<string, EnumType>,
): ColumnPlan {
  // Most tables keep their columns.
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
 * A generated column is recreated when its expression changes or an ordinary column becomes one
 * (PostgreSQL before 17 cannot do either in place), and when the type of a column that it is
 * computed from changes, or that it names, which PostgreSQL refuses as long as it stands. One that
 * stops being generated was not stored, so there is nothing to keep.
 */
function mustRecreate({ actual, desired }: Pair<Column>, changed: readonly string[]): boolean {
  const [was, shall] = [actual.generated, desired.generated];
  return (
    !isSame(was, shall) ||
    changed.some((name) => was !== undefined && mentions(was.expression, name))
  );
}

/** The columns that a generated one is computed from. */
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
  // Nearly all of them.
  if (types.length === 0 && isSame(actual, desired)) return [];
  const isSameType = actual.type.sql === desired.type.sql;
  const inOwnTurn = (changes: readonly Change[]): readonly Change[] =>
    inTurn(key.column(table, desired.name), changes);
  if (!isSameType && isOf(types, actual) && isOf(types, desired)) {
    // Two types that are recreated would wait for each other's columns.
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

/** The column on its way from one type that goes to another that comes. */
function asText({ default: _, attributes: _a, ...column }: Column): Column {
  const dimensions = /(\[\])*$/.exec(column.type.sql)?.[0] ?? "";
  return { ...column, type: { sql: `text${dimensions}` } };
}

interface DefaultState {
  /** Other operations change the default. */
  readonly isDefaultMoved?: boolean;
  /** Whether the column has its default when it becomes NOT NULL. */
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
    // An enum that is recreated gives its columns their old defaults later.
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

/** Type, nullability, default and identity: what one `ALTER TABLE` changes in place. */
function changesBetween(was: Column, shall: Column, isDefaultMoved: boolean): ColumnChanges {
  const isRetyped = changesType(was, shall);
  // A type that is stated without a collation gets its own.
  const isCollated = was.collation !== undefined || shall.collation !== undefined;
  const hasDefault = was.default !== undefined || shall.default !== undefined;
  // PostgreSQL casts a default that it finds when the type changes, and refuses where no
  // assignment cast leads there: stating the default again makes it take the old one off first.
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
