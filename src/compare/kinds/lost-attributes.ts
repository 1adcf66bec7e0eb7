/** What PostgreSQL forgets of a column when it changes, and a statement gives back. */
import { attributeStatements, columnOf, type Setting } from "../../operations/attributes.js";
import type { ColumnChanges, Operation } from "../../operations/types.js";
import { withoutAttributes } from "../../schema/attributes.js";
import type { Column, DataType, QualifiedName } from "../../schema/types.js";
import { executed } from "../change.js";

/** The statements that give back how values are stored, and what a NOT NULL was called. */
export function lostAttributes(
  table: QualifiedName,
  column: Column,
  changes: ColumnChanges,
  actual: Column,
): readonly Operation[] {
  // What the column had before may not suit its new type; what another catalog says of it does.
  const fits = (setting: Setting): boolean =>
    canBeStored(column, actual) || column.attributes?.[setting] !== actual.attributes?.[setting];
  const isLost = (setting: Setting): boolean =>
    (changes.type !== undefined && isStorage(setting) && fits(setting)) ||
    (changes.notNull === true && isNotNullName(setting));
  const { attributes } = withoutAttributes(column, (setting) => !isLost(setting));
  return executed(attributeStatements(columnOf(table, column.name), attributes));
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

/** Whether an attribute says how a column's values are stored. */
export function isStorage(setting: Setting): boolean {
  return setting === "storage" || setting === "compression";
}

export function isNotNullName(setting: Setting): boolean {
  return setting === "notNullName";
}

/** A column of another type may not be storable as before. */
export function recreated(actual: Column, desired: Column): Column {
  return canBeStored(desired, actual) ? desired : withoutAttributes(desired, isStorage);
}

/** The type without its modifiers: `character varying(17)` → `character varying`. */
export function family(type: DataType): string {
  return type.sql.replaceAll(/\([^)]*\)/g, "");
}
