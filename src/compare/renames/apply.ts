/** Renames that were asked for or confirmed, made on paper before the comparison. */
import { withoutAttributes } from "../../schema/attributes.js";
import { nameKey, usualNotNullName } from "../../schema/identifiers.js";
import type { Column, Schema, Table, View } from "../../schema/types.js";
import { withReaders } from "../kinds/views.js";
import { inOldTerms, type Names, namesAround, renamedObjects } from "./names.js";
import { type Rename, targetOf } from "./rename.js";
import { schemaAfter } from "./schema.js";
import { type RenameStep, renameSteps } from "./steps.js";

export interface AppliedRenames {
  /** The schema as it will be once the operations of all steps have run. */
  readonly schema: Schema;
  /** What is done, in its order: a rename may take two steps, through a name in between. */
  readonly steps: readonly RenameStep[];
  readonly names: Names;
  /** Views that are renamed or read what is, as they were, by their new {@link nameKey}. */
  readonly formerViews: ReadonlyMap<string, View>;
}

/**
 * Applies renames to a schema.
 *
 * @param wanted What the schema is to become. Without it no name can be taken over.
 * @throws GenError `unknown_rename` when the old name is not there, or the new one not wanted;
 *   `rename_taken` when the new one belongs to something that stays; `rename_conflict` when two
 *   renames contradict each other
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
 * Each NOT NULL keeps its name, as it does in the database: a column that is recreated gets that
 * one.
 *
 * @param before The same schema before the renames, with everything in the same order.
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
