/** Sequences that a column owns, and that go away with it. */
import { nextValue } from "../../operations/sequence-values.js";
import { nameKey, sameName } from "../../schema/identifiers.js";
import type { Column, ColumnName, Schema, Sequence, Table } from "../../schema/types.js";
import { change, type Change } from "../change.js";
import { behindSerial, integerType, sequenceRestore, serialSequence } from "./column-sequences.js";
import { key } from "../effects/index.js";
import { match } from "../match.js";

/** Tells of a column whether it stays, rather than being dropped and added again. */
export type Stays = (column: ColumnName) => boolean;

/**
 * Both sides with the sequence behind a serial column described as one of its own where the other
 * side has it so: it is one sequence, which is taken over with its value.
 */
export function withSharedSequences(
  actual: Schema,
  desired: Schema,
): { readonly actual: Schema; readonly desired: Schema } {
  return {
    actual: spelledOut(actual, desired.sequences),
    desired: spelledOut(desired, actual.sequences),
  };
}

function spelledOut(schema: Schema, others: readonly Sequence[]): Schema {
  if (others.length === 0) return schema;
  const free = new Map(others.map((one) => [nameKey(one), one]));
  const found: Sequence[] = [];
  const plain = (table: Table, column: Column): Column => {
    const { serial, restore = [], ...rest } = column;
    const type = integerType(column.type);
    if (serial === undefined || type === undefined) return column;
    const name = serial.sequence ?? serialSequence(table, column.name);
    const other = free.get(nameKey(name));
    if (other === undefined) return column;
    const own = new Set(sequenceRestore(column));
    const { options, type: counts } =
      serial.sequence === undefined ? other : behindSerial(serial, name, type);
    found.push({
      ...name,
      type: counts,
      options,
      ownedBy: { table: { schema: table.schema, name: table.name }, column: column.name },
      ...(own.size > 0 && { restore: [...own] }),
    });
    const kept = restore.filter((sql) => !own.has(sql));
    return { ...rest, default: nextValue(name), ...(kept.length > 0 && { restore: kept }) };
  };
  const tables = schema.tables.map((table) => {
    const columns = table.columns.map((column) => plain(table, column));
    return columns.every((column, index) => column === table.columns[index])
      ? table
      : { ...table, columns };
  });
  return found.length === 0
    ? schema
    : { ...schema, tables, sequences: [...schema.sequences, ...found] };
}

/** What gives the sequences of `actual` the owners of `desired`. */
export function compareOwners(actual: Schema, desired: Schema, stays: Stays): readonly Change[] {
  const { both, added, removed } = match(actual.sequences, desired.sequences, nameKey);
  return [
    ...removed.flatMap((sequence) => release(sequence)),
    ...added.flatMap((sequence) => attach(sequence)),
    ...both.flatMap((pair) =>
      sameOwner(pair.actual, pair.desired) &&
      (pair.actual.ownedBy === undefined || stays(pair.actual.ownedBy))
        ? []
        : [...release(pair.actual), ...attach(pair.desired)],
    ),
  ];
}

function sameOwner({ ownedBy: was }: Sequence, { ownedBy: shall }: Sequence): boolean {
  if (was === undefined || shall === undefined) return was === shall;
  return sameName(was.table, shall.table) && was.column === shall.column;
}

/** A sequence must have been let go before its owner goes, which would take it along. */
function release({ schema, name, ownedBy }: Sequence): readonly Change[] {
  if (ownedBy === undefined) return [];
  const sequence = { schema, name };
  return [
    change(
      { kind: "alterSequence", sequence, changes: { ownedBy: null }, previous: { ownedBy } },
      { releases: [key.relation(ownedBy.table), key.column(ownedBy.table, ownedBy.column)] },
    ),
  ];
}

function attach({ schema, name, ownedBy }: Sequence): readonly Change[] {
  if (ownedBy === undefined) return [];
  const sequence = { schema, name };
  return [
    change({ kind: "alterSequence", sequence, changes: { ownedBy }, previous: { ownedBy: null } }),
  ];
}
