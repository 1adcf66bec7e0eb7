/** What PostgreSQL forgets of a column when it changes, and a statement gives back. */
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { namedNotNull } from "../../schema/not-null-names.js";
import type { Column, DataType } from "../../schema/types.js";
import { executed } from "../passes/restore-attributes.js";

/**
 * The statements that give back how values are stored, and what a NOT NULL was called.
 */
export function forgotten(
  column: Column,
  changes: ColumnChanges,
  actual: Column,
): readonly Operation[] {
  return executed(
    column.restore?.filter(
      (sql) =>
        (changes.type !== undefined && isStorage(sql) && fits(sql, column, actual)) ||
        (changes.notNull === true && namedNotNull(sql) !== undefined),
    ),
  );
}

/** What the column had before may not suit its new type; what another catalog says of it does. */
function fits(sql: string, column: Column, actual: Column): boolean {
  return canBeStored(column, actual) || actual.restore?.includes(sql) !== true;
}

/** Storage belongs to a type of any length, so that only between such it is kept. */
function canBeStored(column: Column, actual: Column): boolean {
  const ofAnyLength = (type: DataType): boolean =>
    /^(?:text|character|bytea|json|xml|numeric)|\]$/.test(type.sql);
  return (
    family(column.type) === family(actual.type) ||
    (ofAnyLength(column.type) && ofAnyLength(actual.type))
  );
}

/** Whether a statement that restores a column says how its values are stored. */
export function isStorage(sql: string): boolean {
  return / SET (?:STORAGE|COMPRESSION) \w+$/.test(sql);
}

/** A column of another type may not be storable as before. */
export function remade(actual: Column, desired: Column): Column {
  const { restore, ...rest } = desired;
  if (restore === undefined || canBeStored(desired, actual)) return desired;
  return { ...rest, restore: restore.filter((sql) => !isStorage(sql)) };
}

/** The type without its modifiers: `character varying(17)` → `character varying`. */
export function family(type: DataType): string {
  return type.sql.replaceAll(/\([^)]*\)/g, "");
}
