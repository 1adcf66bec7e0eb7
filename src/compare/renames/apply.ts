/** Applies confirmed renames to a schema in memory, before the comparison. */
import { withoutAttributes } from "../../schema/attributes.js";
import { nameKey, usualNotNullName } from "../../schema/identifiers.js";
import type { Column, Schema, Table, View } from "../../schema/types.js";
import { withReaders } from "../kinds/views.js";
import { inOldTerms, type Names, namesAround, renamedObjects } from "./names.js";
import { type Rename, targetOf } from "./rename.js";
import { schemaAfter } from "./schema.js";
import { type RenameStep, renameSteps } from "./steps.js";

export interface AppliedRenames {
  /** The schema after all steps. */
  readonly schema: Schema;
  /** The steps in their order. A rename may take two steps, through a temporary name. */
  readonly steps: readonly RenameStep[];
  readonly names: Names;
  /** The old versions of views that renames affect, by their new {@link nameKey}. */
  readonly formerViews: ReadonlyMap<string, View>;
}

/**
 * Applies renames to a schema.
 *
 * @param wanted the desired schema; without it, no name can be taken over
 * @throws GenError `unknown_rename` if the old name does not exist or the new one is not desired;
 * `rename_taken` if the new name belongs to an object that stays; `rename_conflict` if two renames
 * contradict each other
 */
export function applyRenames(
  schema: Schema,
  renames: readonly Rename[],
  wanted?: Schema,
): AppliedRenames {
  const steps = renameSteps(schema, inOldTerms(renames, schema), wanted);
  const names = namesAround(
    schema,
    steps.map(({ origin, rename }) => ({ from: origin, to: targetOf(rename) })),
  );
  if (steps.length === 0) return { schema, steps, names, formerViews: new Map() };
  const after = schemaAfter(schema, names.after);
  return { schema: after, steps, names, formerViews: formerViews(schema, names) };
}

function formerViews(schema: Schema, names: Names): ReadonlyMap<string, View> {
  const relations = renamedObjects(schema, names).flatMap(({ from }) => {
    if (from.kind === "table" || from.kind === "view") return [nameKey(from)];
    return from.kind === "column" ? [nameKey(from.table)] : [];
  });
  const changed = withReaders(schema.views, relations);
  return new Map(
    schema.views
      .filter((view) => changed.has(nameKey(view)))
      .map((view) => [nameKey(names.after.relation(view)), view]),
  );
}

/**
 * Gives each NOT NULL the name that it has in the database, so that a recreated column gets it too.
 *
 * @param before the same schema before the renames, in the same order
 */
export function keepNotNullNames(before: Schema, after: Schema): Schema {
  const tables = after.tables.map((table, index) => {
    const was = before.tables[index];
    if (was === undefined || table.special !== undefined) return table;
    const keep = (column: Column, place: number): Column =>
      keepName(column, notNullName(was, was.columns[place] ?? column), table);
    return { ...table, columns: table.columns.map(keep) };
  });
  return { ...after, tables };
}

function notNullName(table: Table, { name, attributes }: Column): string {
  return attributes?.notNullName ?? usualNotNullName(table, name);
}

function keepName(column: Column, name: string, table: Table): Column {
  if (!column.notNull || name === notNullName(table, column)) return column;
  return name === usualNotNullName(table, column.name)
    ? withoutAttributes(column, (setting) => setting === "notNullName")
    : { ...column, attributes: { ...column.attributes, notNullName: name } };
}
