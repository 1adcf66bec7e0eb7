/** Columns of a table that both sides have. */
import { refTo } from "../../schema/object-ref.js";
import { attributeStatements } from "../../operations/attributes.js";
import { castExpression } from "../../operations/casts.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { nameKey, qualifiedName, mentions } from "../../schema/identifiers.js";
import type { Column, EnumType, QualifiedName, Table } from "../../schema/types.js";
import {
  alterColumn,
  change,
  type Change,
  executed,
  inFull,
  inTurn,
  compareComments,
} from "../change.js";
import {
  attachSequence,
  changesIdentity,
  detachSequence,
  renameSequences,
  retypeIdentity,
  sequenceOf,
} from "./column-sequences.js";
import { comeBack } from "../come-back.js";
import { collationName } from "./definitions.js";
import { key } from "../../operations/keys.js";
import { filled, hasFill } from "./fill-nulls.js";
import { family, lostAttributes, recreated as recreatedColumn } from "./lost-attributes.js";
import { byName, match, type Pair, isSame } from "../match.js";
import { defaultTypes, enumsIn, restateDefault } from "./named-defaults.js";

export interface ColumnPlan {
  readonly changes: readonly Change[];
  /** Columns whose type changes: what is built on them may have to be taken down. */
  readonly retyped: ReadonlySet<string>;
  /** Columns that are dropped and added again, because PostgreSQL has no other way. */
  readonly recreated: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
}

/**
 * What makes the columns of `actual` those of `desired`.
 *
 * @param recreatedEnums Keys of the enums whose type is recreated in this plan: the operation on the
 *   enum moves their columns, defaults included.
 * @param enums With the labels that they have before and after.
 */
export function planColumns(
  actual: Table,
  desired: Table,
  recreatedEnums: ReadonlySet<string>,
  enums: ReadonlyMap<string, EnumType>,
): ColumnPlan {
  const { both, added, removed } = match(actual.columns, desired.columns, byName);
  const moved = (column: Column): boolean =>
    column.type.enum !== undefined && recreatedEnums.has(nameKey(column.type.enum));
  const retyped = new Set(
    both
      .filter((pair) => changesType(pair.actual, pair.desired) || moved(pair.actual))
      .map((pair) => pair.desired.name),
  );
  const dropped = new Set(removed.map(({ name }) => name));
  const types = enumsIn(recreatedEnums);
  const recreated = columnsToRecreate(both, [
    ...retyped,
    ...dropped,
    ...types.map(({ name }) => name),
  ]);

  const changes: Change[] = [];
  for (const column of removed) changes.push(drop(actual, column, enums));
  for (const pair of both) {
    // Nearly all of them.
    const stays = types.length === 0 && !recreated.has(pair.desired.name);
    if (stays && isSame(pair.actual, pair.desired)) continue;
    const same = pair.actual.type.sql === pair.desired.type.sql;
    if (recreated.has(pair.desired.name)) {
      changes.push(
        drop(actual, pair.actual, enums),
        add(desired, recreatedColumn(pair.actual, pair.desired)),
      );
    } else if (!same && moved(pair.actual) && moved(pair.desired)) {
      // Two types that are recreated would wait for each other's columns.
      const between = asText(pair.actual);
      changes.push(
        ...inTurn(key.column(desired, pair.desired.name), [
          ...alter(desired, pair.actual, between, false),
          ...alter(desired, between, pair.desired, false),
        ]),
      );
    } else {
      const isMoved = same && moved(pair.actual);
      const named = isMoved ? [] : defaultTypes(pair.actual, types);
      const restated = restateDefault(desired, pair, named);
      const isRestated = named.length > 0;
      const others = alter(desired, pair.actual, pair.desired, isMoved || isRestated, !isRestated);
      const all = [...restated.before, ...others, ...restated.after];
      changes.push(
        ...(named.length > 0 ? inTurn(key.column(desired, pair.desired.name), all) : all),
      );
    }
  }
  for (const column of added) changes.push(add(desired, column));
  for (const name of recreated) retyped.delete(name);
  return { changes, retyped, recreated, dropped };
}

/** The column on its way from one type that goes to another that comes. */
function asText({ default: _, attributes: _a, ...column }: Column): Column {
  const dimensions = /(\[\])*$/.exec(column.type.sql)?.[0] ?? "";
  return { ...column, type: { sql: `text${dimensions}` } };
}

/**
 * A generated column is recreated when its expression changes or an ordinary column becomes one
 * (PostgreSQL before 17 cannot do either in place), and when the type of a column that it is
 * computed from changes, or that it names, which PostgreSQL refuses as long as it stands.
 */
function columnsToRecreate(
  pairs: readonly Pair<Column>[],
  changed: readonly string[],
): ReadonlySet<string> {
  const recreated = new Set<string>();
  for (const { actual, desired } of pairs) {
    const was = actual.generated;
    const shall = desired.generated;
    // One that stops being generated was not stored, so there is nothing to keep.
    const isKept =
      was?.expression === shall?.expression &&
      was?.stored === shall?.stored &&
      !changed.some((name) => was !== undefined && mentions(was.expression, name));
    if (!isKept) recreated.add(desired.name);
  }
  return recreated;
}

function drop(table: Table, column: Column, enums: ReadonlyMap<string, EnumType>): Change {
  return change(
    { kind: "dropColumn", table: qualifiedName(table), column: column.name, previous: column },
    { releases: generatedFrom(table, column), undo: comeBack(table, column, enums) },
  );
}

function add(table: Table, column: Column): Change {
  return change(
    { kind: "addColumn", table: qualifiedName(table), column },
    { needs: generatedFrom(table, column) },
  );
}

/** The columns that a generated one is computed from. */
function generatedFrom(table: Table, column: Column): readonly string[] {
  const { generated } = column;
  if (generated === undefined) return [];
  return table.columns
    .filter((other) => other.name !== column.name && mentions(generated.expression, other.name))
    .map((other) => key.column(table, other.name));
}

function alter(
  desiredTable: Table,
  actual: Column,
  desired: Column,
  moved: boolean,
  /** Whether the column has its default when it becomes NOT NULL. */
  isDefaultThere = true,
): readonly Change[] {
  const table = qualifiedName(desiredTable);
  const changes: Change[] = [];
  const identity = retypeIdentity(table, actual, desired);
  const { forward, back } = identity
    ? { forward: {}, back: {} }
    : ordinaryChanges(actual, desired, moved);

  changes.push(...detachSequence(table, actual, desired), ...(identity ?? []));
  if (Object.keys(forward).length > 0) {
    const operation = alterColumn(table, desired.name, forward, back);
    const fillsThere = isDefaultThere && hasFill(actual, desired);
    const there = fillsThere ? filled(operation, desiredTable) : { operation, first: [], then: [] };
    const then = [...there.then, ...lostAttributes(table, desired, forward, actual)];
    const lostBack = [
      ...lostAttributes(table, actual, back, actual),
      ...(forward.identity === null ? sequenceAttributes(table, actual) : []),
    ];
    const inverted = alterColumn(table, desired.name, back, forward);
    // An enum that is recreated gives its columns their old defaults later.
    const fillsBack =
      isDefaultThere && hasFill(desired, actual) && !(moved && desired.default === undefined);
    const wayBack = fillsBack ? inFull(filled(inverted, desiredTable)) : [inverted];
    const isPlain = !fillsThere && wayBack.length === 1 && lostBack.length === 0;
    changes.push(
      change(there.operation, {
        ...(there.first.length > 0 && { first: there.first }),
        ...(then.length > 0 && { then }),
        ...(!isPlain && { undo: [...wayBack, ...lostBack] }),
      }),
    );
  }
  changes.push(...attachSequence(table, actual, desired));
  changes.push(...renameSequences(table, actual, desired));
  changes.push(...compareComments({ kind: "column", table, name: desired.name }, actual, desired));
  return changes;
}

function sequenceAttributes(table: QualifiedName, column: Column): readonly Operation[] {
  const sequence = sequenceOf(table, column);
  if (sequence === undefined) return [];
  return executed(attributeStatements(refTo("sequence", sequence), column.sequenceAttributes));
}

/** Type, nullability, default and identity: what one `ALTER TABLE` changes in place. */
function ordinaryChanges(
  actual: Column,
  desired: Column,
  moved: boolean,
): { readonly forward: ColumnChanges; readonly back: ColumnChanges } {
  const forward: Mutable<ColumnChanges> = {};
  const back: Mutable<ColumnChanges> = {};
  const retyped = changesType(actual, desired);
  if (retyped) {
    forward.type = desired.type;
    back.type = actual.type;
    const using = castExpression(desired.name, actual.type, desired.type);
    if (using !== undefined) forward.using = using;
    const usingBack = castExpression(desired.name, desired.type, actual.type);
    if (usingBack !== undefined) back.using = usingBack;
    // A type that is stated without a collation gets its own.
    if (actual.collation !== undefined || desired.collation !== undefined) {
      forward.collation = desired.collation ?? null;
      back.collation = actual.collation ?? null;
    }
  }
  if (actual.notNull !== desired.notNull) {
    forward.notNull = desired.notNull;
    back.notNull = actual.notNull;
  }
  const hasDefault = actual.default !== undefined || desired.default !== undefined;
  // PostgreSQL casts a default that it finds when the type changes, and refuses where no
  // assignment cast leads there: stating the default again makes it take the old one off first.
  const restated = retyped && hasDefault && family(actual.type) !== family(desired.type);
  if (!moved && (actual.default !== desired.default || restated)) {
    forward.default = desired.default ?? null;
    back.default = actual.default ?? null;
  }
  if (changesIdentity(actual, desired)) {
    forward.identity = desired.identity ?? null;
    back.identity = actual.identity ?? null;
  }
  return { forward, back };
}

function changesType(actual: Column, desired: Column): boolean {
  return (
    actual.type.sql !== desired.type.sql ||
    collationName(actual.collation) !== collationName(desired.collation)
  );
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
