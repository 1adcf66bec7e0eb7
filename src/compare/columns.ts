/** Columns of a table that both sides have. */
import { castExpression } from "../operations/casts.js";
import type { ColumnChanges, Operation } from "../operations/types.js";
import {
  makeObjectName,
  nameKey,
  printName,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
} from "../schema/identifiers.js";
import { retypeSequenceOptions } from "../schema/sequences.js";
import type {
  Column,
  DataType,
  Identity,
  QualifiedName,
  Sequence,
  SequenceOptions,
  Table,
} from "../schema/types.js";
import { change, type Change } from "./change.js";
import { key } from "./effects.js";
import { match } from "./match.js";
import { mentions } from "./mentions.js";

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
 * @param remadeEnums Keys of the enums whose type is made anew in this plan: the operation on the
 *   enum moves their columns, defaults included.
 */
export function planColumns(
  actual: Table,
  desired: Table,
  remadeEnums: ReadonlySet<string>,
): ColumnPlan {
  const { both, added, removed } = match(actual.columns, desired.columns, (column) => column.name);
  const moved = (column: Column): boolean =>
    column.type.enum !== undefined && remadeEnums.has(nameKey(column.type.enum));
  const retyped = new Set(
    both
      .filter((pair) => pair.actual.type.sql !== pair.desired.type.sql || moved(pair.actual))
      .map((pair) => pair.desired.name),
  );
  const dropped = new Set(removed.map((column) => column.name));
  const recreated = columnsToRecreate(both, new Set([...retyped, ...dropped]));

  const changes: Change[] = [];
  for (const column of removed) changes.push(drop(actual, column));
  for (const pair of both) {
    if (recreated.has(pair.desired.name)) {
      changes.push(drop(actual, pair.actual), add(desired, pair.desired));
    } else {
      changes.push(...alter(actual, desired, pair.actual, pair.desired, moved(pair.actual)));
    }
  }
  for (const column of added) changes.push(...create(desired, column));
  for (const name of recreated) retyped.delete(name);
  return { changes, retyped, recreated, dropped };
}

/**
 * A generated column is made anew when its expression changes or an ordinary column becomes one
 * (PostgreSQL before 17 cannot do either in place), and when the type of a column that it is
 * computed from changes, which PostgreSQL refuses as long as it stands.
 */
function columnsToRecreate(
  pairs: readonly { readonly actual: Column; readonly desired: Column }[],
  changed: ReadonlySet<string>,
): ReadonlySet<string> {
  const recreated = new Set<string>();
  for (const { actual, desired } of pairs) {
    const was = actual.generated;
    const shall = desired.generated;
    if (shall === undefined) continue;
    if (
      was === undefined ||
      was.expression !== shall.expression ||
      was.stored !== shall.stored ||
      [...changed].some((name) => mentions(was.expression, name))
    )
      recreated.add(desired.name);
  }
  return recreated;
}

function drop(table: Table, column: Column): Change {
  return change(
    { kind: "dropColumn", table: nameOf(table), column: column.name, previous: column },
    { releases: generatedFrom(table, column) },
  );
}

function add(table: Table, column: Column): Change {
  return change(
    { kind: "addColumn", table: nameOf(table), column },
    { needs: generatedFrom(table, column) },
  );
}

function create(table: Table, column: Column): readonly Change[] {
  return [add(table, column)];
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
  actualTable: Table,
  desiredTable: Table,
  actual: Column,
  desired: Column,
  moved: boolean,
): readonly Change[] {
  const table = nameOf(desiredTable);
  const changes: Change[] = [];
  const { forward, back } = ordinaryChanges(actual, desired, moved);

  if (actual.generated !== undefined && desired.generated === undefined) {
    changes.push(dropExpression(actualTable, table, actual));
  }
  changes.push(...detachSequence(table, actual, desired));
  if (Object.keys(forward).length > 0) {
    changes.push(
      change({
        kind: "alterColumn",
        table,
        column: desired.name,
        changes: forward,
        previous: back,
      }),
    );
  }
  changes.push(...attachSequence(table, actual, desired));
  changes.push(...serialChanges(table, actual, desired));
  return changes;
}

/** Type, nullability, default and identity: what one `ALTER TABLE` changes in place. */
function ordinaryChanges(
  actual: Column,
  desired: Column,
  moved: boolean,
): { readonly forward: ColumnChanges; readonly back: ColumnChanges } {
  const forward: Mutable<ColumnChanges> = {};
  const back: Mutable<ColumnChanges> = {};
  const retyped = actual.type.sql !== desired.type.sql;
  if (retyped) {
    forward.type = desired.type;
    back.type = actual.type;
    const using = castExpression(desired.name, actual.type, desired.type);
    if (using !== undefined) forward.using = using;
    const usingBack = castExpression(desired.name, desired.type, actual.type);
    if (usingBack !== undefined) back.using = usingBack;
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
  const identity = identityChange(actual, desired);
  if (identity !== undefined) {
    forward.identity = desired.identity ?? null;
    back.identity = actual.identity ?? null;
  }
  return { forward, back };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function identityChange(actual: Column, desired: Column): true | undefined {
  const was = actual.identity;
  const shall = desired.identity;
  if (was === undefined || shall === undefined) return was === shall ? undefined : true;
  const from = integerType(actual.type);
  const to = integerType(desired.type);
  const options =
    from === undefined || to === undefined
      ? was.options
      : retypeSequenceOptions(was.options, from, to);
  return was.generation !== shall.generation || !sameOptions(options, shall.options)
    ? true
    : undefined;
}

export function sameOptions(a: SequenceOptions, b: SequenceOptions): boolean {
  return (
    a.startWith === b.startWith &&
    a.increment === b.increment &&
    a.minValue === b.minValue &&
    a.maxValue === b.maxValue &&
    a.cache === b.cache &&
    a.cycle === b.cycle
  );
}

/**
 * Turns a generated column into an ordinary one that keeps its values. There is no way back in
 * place, so the way back adds the column again, and with it what PostgreSQL dropped along.
 */
function dropExpression(actualTable: Table, table: QualifiedName, column: Column): Change {
  return change(
    {
      kind: "alterColumn",
      table,
      column: column.name,
      changes: { generated: null },
      previous: { generated: column.generated?.expression ?? null },
    },
    {
      undo: [
        { kind: "dropColumn", table, column: column.name },
        { kind: "addColumn", table, column },
        ...builtOn(actualTable, table, column.name),
      ],
    },
  );
}

/** Re-creates the constraints and indexes of a table that go away with one of its columns. */
function builtOn(actual: Table, table: QualifiedName, column: string): readonly Operation[] {
  const primaryKey = actual.primaryKey;
  return [
    ...(primaryKey?.columns.includes(column)
      ? [{ kind: "createPrimaryKey", table, constraint: primaryKey } as const]
      : []),
    ...actual.uniqueConstraints
      .filter((unique) => unique.columns.includes(column))
      .map((constraint) => ({ kind: "createUniqueConstraint", table, constraint }) as const),
    ...actual.checks
      .filter((check) => mentions(check.expression, column))
      .map((constraint) => ({ kind: "createCheckConstraint", table, constraint }) as const),
    ...actual.indexes
      .filter((index) =>
        [index.where, ...index.keys.map((part) => part.column ?? part.expression)].some(
          (text) => text !== undefined && mentions(text, column),
        ),
      )
      .map((index) => ({ kind: "createIndex", table, index }) as const),
  ];
}

/** A serial column that stops being one gives its sequence up. */
function detachSequence(table: QualifiedName, actual: Column, desired: Column): readonly Change[] {
  const sequence = actual.serial?.sequence;
  const type = integerType(actual.type);
  if (sequence === undefined || type === undefined || desired.serial !== undefined) return [];
  const column = actual.name;
  return [
    change(
      {
        kind: "alterColumn",
        table,
        column,
        changes: { default: null },
        previous: { default: nextValue(sequence) },
      },
      { releases: [key.relation(sequence)] },
    ),
    change(
      { kind: "dropSequence", sequence },
      {
        undo: [
          { kind: "createSequence", sequence: plainSequence(sequence, type) },
          {
            kind: "alterSequence",
            sequence,
            changes: { ownedBy: { table, column } },
          },
          continueAfterRows(table, column, sequence),
        ],
      },
    ),
  ];
}

/** A column that becomes serial gets a sequence; one that becomes an identity has got one. */
function attachSequence(table: QualifiedName, actual: Column, desired: Column): readonly Change[] {
  const column = desired.name;
  if (desired.identity !== undefined && actual.identity === undefined) {
    if (desired.identity.options.increment.startsWith("-")) return [];
    const sequence = identitySequence(table, column, desired.identity);
    return [
      change(continueAfterRows(table, column, sequence), {
        undo: [],
        needs: [key.column(table, column)],
      }),
    ];
  }
  const type = integerType(desired.type);
  if (desired.serial === undefined || actual.serial !== undefined || type === undefined) return [];
  const sequence = serialSequence(table, column);
  return [
    change(
      { kind: "createSequence", sequence: plainSequence(sequence, type) },
      { undo: [{ kind: "dropSequence", sequence }] },
    ),
    change(
      {
        kind: "alterColumn",
        table,
        column,
        changes: { default: nextValue(sequence) },
        previous: { default: actual.default ?? null },
      },
      { needs: [key.relation(sequence)] },
    ),
    change(
      { kind: "alterSequence", sequence, changes: { ownedBy: { table, column } } },
      { undo: [{ kind: "alterSequence", sequence, changes: { ownedBy: null } }] },
    ),
    change(continueAfterRows(table, column, sequence), {
      undo: [],
      needs: [key.relation(sequence), key.column(table, column)],
    }),
  ];
}

/** A sequence behind a column bears the name that PostgreSQL would give it today. */
function serialChanges(table: QualifiedName, actual: Column, desired: Column): readonly Change[] {
  const changes: Change[] = [];
  const was = actual.serial?.sequence;
  if (was !== undefined && desired.serial !== undefined) {
    const shall = serialSequence(table, desired.name);
    const from = integerType(actual.type);
    const to = integerType(desired.type);
    if (from !== undefined && to !== undefined && from !== to)
      changes.push(
        change({
          kind: "alterSequence",
          sequence: was,
          changes: { type: to },
          previous: { type: from },
        }),
      );
    if (was.name !== shall.name)
      changes.push(change({ kind: "renameSequence", sequence: was, to: shall.name }));
  }
  const identity = actual.identity?.sequenceName;
  if (identity !== undefined && desired.identity !== undefined) {
    const shall = identitySequence(table, desired.name, desired.identity).name;
    if (identity !== shall)
      changes.push(
        change({
          kind: "renameSequence",
          sequence: { schema: table.schema, name: identity },
          to: shall,
        }),
      );
  }
  return changes;
}

function serialSequence(table: QualifiedName, column: string): QualifiedName {
  return { schema: table.schema, name: makeObjectName(table.name, column, "seq") };
}

function identitySequence(table: QualifiedName, column: string, identity: Identity): QualifiedName {
  return {
    schema: table.schema,
    name: identity.sequenceName ?? serialSequence(table, column).name,
  };
}

function plainSequence(name: QualifiedName, type: Sequence["type"]): Sequence {
  return { ...name, type, options: retypeSequenceOptions(undefined, type, type) };
}

function nextValue(sequence: QualifiedName): string {
  return `nextval(${quoteLiteral(printName(sequence))}::regclass)`;
}

/** Lets a sequence that serves a filled column go on after the highest value in it. */
function continueAfterRows(
  table: QualifiedName,
  column: string,
  sequence: QualifiedName,
): Operation {
  const highest = `SELECT max(${quoteIdentifier(column)}) + 1 FROM ${quoteName(table)}`;
  return {
    kind: "execute",
    sql: `SELECT setval(${quoteLiteral(quoteName(sequence))}, coalesce((${highest}), 1), false)`,
  };
}

function integerType(type: DataType): Sequence["type"] | undefined {
  return type.sql === "smallint" || type.sql === "integer" || type.sql === "bigint"
    ? type.sql
    : undefined;
}

/** The type without its modifiers: `character varying(17)` → `character varying`. */
function family(type: DataType): string {
  return type.sql.replaceAll(/\([^)]*\)/g, "");
}

function nameOf(table: QualifiedName): QualifiedName {
  return { schema: table.schema, name: table.name };
}
