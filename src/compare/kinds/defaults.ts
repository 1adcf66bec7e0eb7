/** Defaults of columns that change: they may mention an enum, or fill a NOT NULL column. */
import { key, keysOf } from "../../operations/keys.js";
import { fillNulls } from "../../operations/rules/data.js";
import type { AlterColumn, Execute, Operation } from "../../operations/types.js";
import { mentions } from "../../schema/identifiers.js";
import type { Column, QualifiedName, Table } from "../../schema/types.js";
import { alterColumn, change, type Change } from "../change.js";
import type { Pair } from "../match.js";

/** The recreated enums that the default of a column of another type mentions. */
export function defaultTypes(
  column: Column,
  types: readonly QualifiedName[],
): readonly QualifiedName[] {
  const { default: text } = column;
  return text === undefined ? [] : types.filter(({ name }) => mentions(text, name));
}

/** Drops defaults that mention enums before other changes. The new default is set last. */
export function withDefaultAround(
  table: Table,
  { actual, desired }: Pair<Column>,
  types: readonly QualifiedName[],
  others: readonly Change[],
): readonly Change[] {
  const alterDefault = (to: string | null, from: string | null): Operation =>
    alterColumn(table, desired.name, { default: to }, { default: from });
  const keys = types.map(key.type);
  const { default: wanted } = desired;
  return [
    change(alterDefault(null, actual.default ?? null), { releases: keys }),
    ...others,
    ...(wanted === undefined ? [] : [change(alterDefault(wanted, null), { needs: keys })]),
  ];
}

/** Whether a column that becomes NOT NULL has an old or new default for rows that hold NULL. */
export function hasFill(from: Column, to: Column): boolean {
  const { default: value, serial, identity, generated } = to;
  if (from.notNull || !to.notNull || value === undefined) return false;
  const isOrdinary = [serial, identity, generated, from.generated].every(
    (source) => source === undefined,
  );
  return isOrdinary && !/^\s*\(*\s*null\b/i.test(value);
}

/** Other changes come before the statement that fills the column, and NOT NULL after it. */
export function filled(alter: AlterColumn, table: Table): Change {
  const { notNull = true, ...changes } = alter.changes;
  const { notNull: wasNotNull = false, ...previous } = alter.previous ?? {};
  const update = fillNulls({ table, column: alter.column });
  // PostgreSQL refuses ALTER TABLE while a deferred constraint has pending checks on its rows.
  const fill: readonly Execute[] = hasDeferred(table)
    ? [update, { kind: "execute", sql: "SET CONSTRAINTS ALL IMMEDIATE" }]
    : [update];
  const required = { ...alter, changes: { notNull }, previous: { notNull: wasNotNull } };
  return Object.keys(changes).length === 0
    ? { first: fill, operation: required }
    : { operation: { ...alter, changes, previous }, then: [...fill, required] };
}

function hasDeferred(table: Table): boolean {
  const { foreignKeys, extras = [] } = table;
  return (
    [...keysOf(table), ...foreignKeys].some(
      ({ initiallyDeferred }) => initiallyDeferred === true,
    ) || extras.some(({ create }) => create.some((sql) => /\bINITIALLY DEFERRED\b/i.test(sql)))
  );
}
