/** Changes before all others: renames, new enum values, columns that stop being generated. */
import { key } from "../../operations/keys.js";
import { withValue } from "../../operations/rules/enums.js";
import type { AddEnumValue, AlterColumn, Operation } from "../../operations/types.js";
import { nameKey, quoteLiteral, sameName } from "../../schema/identifiers.js";
import type { Column, EnumType, Schema, Table } from "../../schema/types.js";
import { alterColumn, change, type Change, undoneAsOne } from "../change.js";
import type { RenamedViews, ViewPlan } from "../kinds/views.js";
import type { Sides } from "../options.js";
import type { RenameStep } from "../renames/steps.js";

interface SplitChanges {
  readonly early: readonly Change[];
  readonly others: readonly Change[];
}

/** Confirmed renames come before all other changes, except new schemas that something moves to. */
export function renamesFirst(
  changes: readonly Change[],
  steps: readonly RenameStep[],
  { formerlyDropped }: ViewPlan,
): SplitChanges {
  const operations = steps
    .filter(({ origin }) => origin.kind !== "view" || !formerlyDropped.has(nameKey(origin)))
    .flatMap((step) => step.operations);
  const targets = new Set(
    operations.flatMap((operation) => (operation.kind === "setSchema" ? [operation.to] : [])),
  );
  const isTarget = ({ operation }: Change): boolean =>
    operation.kind === "createSchema" && targets.has(operation.namespace.name);
  return {
    early: [...changes.filter(isTarget), ...operations.map((operation) => change(operation))],
    others: changes.filter((other) => !isTarget(other)),
  };
}

/** The schema after the renames, without the views that were dropped before them. */
export function afterRenames(
  { actual, desired }: Sides,
  { former }: RenamedViews,
  { formerlyDropped }: ViewPlan,
): Schema {
  const wanted = new Map(desired.views.map((view) => [nameKey(view), view.definition]));
  const views = actual.views.flatMap((view) => {
    const was = former.get(nameKey(view));
    if (was === undefined) return [view];
    if (formerlyDropped.has(nameKey(was))) return [];
    return [{ ...view, definition: wanted.get(nameKey(view)) ?? view.definition }];
  });
  return { ...actual, views };
}

/**
 * PostgreSQL does not allow a transaction to use an enum value that it has added (55P04). If the
 * plan uses one, the values are committed first; `IF NOT EXISTS` allows a failed run to be
 * repeated. The downgrade recreates the type and everything that depends on it.
 * https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
 *
 * @param planBack returns the operations from the first schema to the second
 */
export function enumValuesFirst(
  changes: readonly Change[],
  actual: Schema,
  planBack: (from: Schema, to: Schema) => readonly Operation[],
): SplitChanges {
  const additions = changes.flatMap(({ operation }) => (isAddition(operation) ? [operation] : []));
  if (additions.length === 0) return { early: [], others: changes };
  const others = changes.filter((other) => !isAddition(other.operation));
  const rest = JSON.stringify(
    others.map((other) => other.operation),
    (name, value: unknown) => (name === "previous" ? undefined : value),
  );
  const isNamed = ({ value }: AddEnumValue): boolean =>
    rest.includes(JSON.stringify(quoteLiteral(value)).slice(1, -1));
  // They are undone together, so they must run together.
  const operations: readonly Operation[] = additions.some(isNamed)
    ? [{ kind: "autocommit", operations: additions }]
    : additions;
  const withValues = (type: EnumType): EnumType => ({
    ...type,
    values: additions
      .filter((addition) => sameName(addition.enum, type))
      .reduce(withValue, type.values),
  });
  const undo = planBack({ ...actual, enums: actual.enums.map(withValues) }, actual);
  return { early: undoneAsOne(operations, undo), others };
}

function isAddition(operation: Operation): operation is AddEnumValue {
  return operation.kind === "addEnumValue";
}

/**
 * Generated columns become ordinary in place and keep their values. PostgreSQL cannot undo that.
 */
export function expressionsFirst({ actual, desired }: Sides): {
  readonly tables: readonly Table[];
  readonly operations: readonly AlterColumn[];
} {
  const isComputed = ({ generated }: Column): boolean => generated?.stored === true;
  if (!actual.tables.some(({ columns }) => columns.some(isComputed)))
    return { tables: actual.tables, operations: [] };
  const ordinary = new Set(
    desired.tables.flatMap((table) =>
      table.columns
        .filter(({ generated }) => generated === undefined)
        .map(({ name }) => key.column(table, name)),
    ),
  );
  const operations: AlterColumn[] = [];
  const released = (table: Table, column: Column): Column => {
    const { generated, ...bare } = column;
    if (generated?.stored !== true || !ordinary.has(key.column(table, column.name))) return column;
    const previous = { generated: generated.expression };
    operations.push(alterColumn(table, column.name, { generated: null }, previous));
    return bare;
  };
  const tables = actual.tables.map((table) =>
    table.columns.some(({ generated }) => generated !== undefined)
      ? { ...table, columns: table.columns.map((column) => released(table, column)) }
      : table,
  );
  return { tables, operations };
}
