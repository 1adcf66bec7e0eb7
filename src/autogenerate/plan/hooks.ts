/** Applies the comparison hooks of the configuration. */
import type { Hooks } from "../../config/hooks.js";
import { defined } from "../../defined.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Column, QualifiedName, Schema } from "../../schema/types.js";

export interface ComparisonHooks extends Pick<Hooks, "compareType" | "compareDefault"> {
  /** Whether the models declare comments. */
  readonly comments?: boolean;
}

/** Makes equal what the hooks call equal. What differs stays as in the model (`wanted`). */
export function withVerdicts(
  { actual, desired }: { readonly actual: Schema; readonly desired: Schema },
  wanted: Schema,
  { compareType, compareDefault }: ComparisonHooks,
): Schema {
  if (compareType === undefined && compareDefault === undefined) return desired;
  const columns = columnsOf(actual);
  const spelled = columnsOf(wanted);
  const judge = ({ schema, name }: QualifiedName, column: Column): Column => {
    const key = `${nameKey({ schema, name })}\0${column.name}`;
    const there = columns.get(key);
    if (there === undefined) return column;
    const own = spelled.get(key) ?? column;
    const place = { table: { schema, name }, column: column.name };
    const types = { actual: there.type.sql, desired: column.type.sql };
    const typed = withType(column, there, own, compareType?.({ ...place, ...types }));
    if (hasOtherSource(there) || hasOtherSource(typed)) return typed;
    const defaults = { actual: there.default, desired: typed.default };
    const differs = compareDefault?.({ ...place, ...defaults });
    if (differs === undefined) return typed;
    return defined({ ...typed, default: differs ? own.default : there.default });
  };
  const tables = desired.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => judge(table, column)),
  }));
  return { ...desired, tables };
}

function withType(column: Column, there: Column, own: Column, differs?: boolean): Column {
  if (differs === undefined) return column;
  const { type, collation } = there;
  return differs ? { ...column, type: own.type } : defined({ ...column, type, collation });
}

/** Serial, identity and generated columns have no default to compare. */
function hasOtherSource({ serial, identity, generated }: Column): boolean {
  return serial !== undefined || identity !== undefined || generated !== undefined;
}

function columnsOf({ tables }: Schema): ReadonlyMap<string, Column> {
  return new Map(
    tables.flatMap((table) =>
      table.columns.map((column) => [`${nameKey(table)}\0${column.name}`, column]),
    ),
  );
}
