/** A NOT NULL that comes with a default: the rows that hold NULL get the default before it. */
import { fillNulls } from "../../operations/fill-nulls.js";
import type { Column, Table } from "../../schema/types.js";
import { keysOf } from "../../operations/keys.js";
import type { AlterColumn, Execute } from "../../operations/types.js";
import { alterColumn, type Change } from "../change.js";

/**
 * Whether a column that becomes NOT NULL has a default for the rows that hold NULL, be it a new one
 * or one that was there before. A column that computes its values, or counts, has none.
 */
export function hasFill(from: Column, to: Column): boolean {
  const { default: value, serial, identity, generated } = to;
  if (from.notNull || !to.notNull || value === undefined) return false;
  const isOrdinary = [serial, identity, generated, from.generated].every(
    (source) => source === undefined,
  );
  return isOrdinary && !/^\s*\(*\s*null\b/i.test(value);
}

/**
 * The column's change around the statement that fills it: everything else first, NOT NULL last.
 *
 * @param table As it is when the column is filled.
 */
export function filled(
  alter: AlterColumn,
  table: Table,
): Required<Pick<Change, "first" | "operation" | "then">> {
  const { notNull, ...changes } = alter.changes;
  const { notNull: wasNotNull, ...previous } = alter.previous ?? {};
  const updates = fill(table, alter.column);
  const requires = alterColumn(
    alter.table,
    alter.column,
    { notNull: notNull ?? true },
    { notNull: wasNotNull ?? false },
  );
  return Object.keys(changes).length === 0
    ? { operation: requires, first: updates, then: [] }
    : { operation: { ...alter, changes, previous }, first: [], then: [...updates, requires] };
}

function fill(table: Table, column: string): readonly Execute[] {
  const update = fillNulls({ table, column });
  // PostgreSQL alters no table of which a deferred constraint has yet to look at changed rows.
  return hasDeferred(table)
    ? [update, { kind: "execute", sql: "SET CONSTRAINTS ALL IMMEDIATE" }]
    : [update];
}

function hasDeferred(table: Table): boolean {
  const { foreignKeys, extras = [] } = table;
  return (
    [...keysOf(table), ...foreignKeys].some(
      ({ initiallyDeferred }) => initiallyDeferred === true,
    ) || extras.some(({ create }) => create.some((sql) => /\bINITIALLY DEFERRED\b/i.test(sql)))
  );
}
