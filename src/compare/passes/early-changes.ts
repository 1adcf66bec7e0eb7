/** What comes before all other changes: renames, enum values, columns that become ordinary. */
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

/**
 * Confirmed renames come before all other changes, and before them only the new schemas into which
 * something moves. A view that is recreated need not be renamed before.
 */
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

/** The schema right after the renames: without the views that were dropped before. */
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
 * PostgreSQL does not let a transaction use an enum value that it has added itself (55P04). Values
 * are therefore committed before a plan that names one of them; `IF NOT EXISTS` lets a run that
 * failed afterwards be repeated. The downgrade recreates the type and whatever stands on it.
 * https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
 *
 * @param planBack What makes the second schema of the first.
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
  // Taken back as one, so they come as one.
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
 * Generated columns that `desired` has as ordinary ones become so in place and keep their values,
 * which PostgreSQL can do, but not undo. A column whose values are not stored is recreated instead.
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
