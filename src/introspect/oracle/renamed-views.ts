/**
 * What a view means after the objects that it reads are renamed. PostgreSQL stores references, not
 * names, so a renamed table does not change a view; but its text must be parsed again. Both are
 * tried on temporary copies of the tables, in one transaction that is rolled back.
 */
import type { Connection } from "../../database/connection.js";
import { nameKey, quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import { mapNames } from "../../schema/sql-scanner.js";
import type { QualifiedName, Schema, View } from "../../schema/types.js";
import { runUnits } from "./probe.js";
import { inTwoSteps, unit } from "./probe-table.js";
import type { SettleOptions } from "./subjects.js";
import { columnsIn, type RenamedObject, tablesIn, translation } from "./translation.js";

interface RenamedViewsInput extends SettleOptions {
  /** The views in question as they are, by their new names. */
  readonly formerViews: ReadonlyMap<string, View>;
}

/**
 * The views ({@link nameKey} of the new names) that a rename affects and that will match the
 * desired ones. Views that cannot be judged are not included. At most one round trip.
 */
export async function sameViews(
  connection: Connection,
  before: Schema,
  desired: Schema,
  { searchPath, renamed = [], formerViews, insideTransaction }: RenamedViewsInput,
): Promise<ReadonlySet<string>> {
  const wanted = desired.views.filter((view) => formerViews.has(nameKey(view)));
  if (wanted.length === 0) return new Set();
  const copies = copiesOf(before, [...formerViews.values()], renamed);
  const [oldNames, newNames] = [copies.map(({ from }) => from), copies.map(({ to }) => to)];
  if (![oldNames, newNames].every(areDistinct)) return new Set();
  const { toOld } = translation(
    renamed.filter(({ from }) => !["table", "view"].includes(from.kind)),
  );
  const statements = [
    ...copies.map(({ from, view }) =>
      view === undefined
        ? // With its keys: what a query may select beside its grouping depends on the primary key.
          `create temporary table ${quoteIdentifier(from.name)} (like ${quoteName(from)} including indexes)`
        : createView(from.name, withoutSchemas(view.definition, oldNames)),
    ),
    ...copies.flatMap(({ from, columns }) =>
      inTwoSteps(
        columns,
        (column, to) =>
          `alter table pg_temp.${quoteIdentifier(from.name)} rename column ${column} to ${to}`,
      ),
    ),
    ...inTwoSteps(
      copies.map(({ from, to }) => ({ from: from.name, to: to.name })),
      (name, to) => `alter table pg_temp.${name} rename to ${to}`,
    ),
    ...wanted.map(({ definition }, index) =>
      createView(`${prefix}${index}`, toOld(withoutSchemas(definition, newNames))),
    ),
  ];
  const rows = await runUnits(
    connection,
    statements.map((statement) => unit([statement])),
    { insideTransaction, searchPath: ["pg_temp", ...searchPath], read: readViews },
  );
  const printed = new Map(rows.map(({ name, text }) => [String(name), String(text)]));
  const isSame = ({ name }: View, index: number): boolean =>
    printed.has(name) && printed.get(name) === printed.get(`${prefix}${index}`);
  return new Set(wanted.filter(isSame).map(nameKey));
}

const prefix = "gen~view";

/** A table or view in the temporary schema, first under its old and then its new name. */
interface Copy {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
  /** The renamed columns of a table. */
  readonly columns: readonly { readonly from: string; readonly to: string }[];
  readonly view?: View;
}

/** The tables that a rename affects, then the views, each after what it reads. */
function copiesOf(
  before: Schema,
  views: readonly View[],
  renamed: readonly RenamedObject[],
): readonly Copy[] {
  const newNames = new Map(tablesIn(renamed).map(({ from, to }) => [nameKey(from), to]));
  const newName = (name: QualifiedName): QualifiedName => newNames.get(nameKey(name)) ?? name;
  const columns = columnsIn(renamed);
  const read = new Set(views.flatMap((view) => view.dependsOn.map(nameKey)));
  return [
    ...before.tables.flatMap((table): readonly Copy[] => {
      const to = newName(table);
      const own = columns.filter((column) => nameKey(column.table) === nameKey(to));
      const isCopied = read.has(nameKey(table)) && (to !== table || own.length > 0);
      return isCopied ? [{ from: table, to, columns: own }] : [];
    }),
    ...inReadingOrder(views).map((view) => ({ from: view, to: newName(view), columns: [], view })),
  ];
}

function inReadingOrder(views: readonly View[]): readonly View[] {
  const byKey = new Map(views.map((view) => [nameKey(view), view]));
  const placed = new Set<View>();
  const place = (view: View): void => {
    if (placed.has(view)) return;
    for (const read of view.dependsOn) {
      const below = byKey.get(nameKey(read));
      if (below !== undefined && below !== view) place(below);
    }
    placed.add(view);
  };
  for (const view of views) place(view);
  return [...placed];
}

function areDistinct(names: readonly QualifiedName[]): boolean {
  return new Set(names.map(({ name }) => name)).size === names.length;
}

function createView(name: string, definition: string): string {
  return `create temporary view ${quoteIdentifier(name)} as ${definition}`;
}

/** The text with unqualified names of copied tables and views, so that it finds the copies. */
function withoutSchemas(sql: string, copied: readonly QualifiedName[]): string {
  const names = new Set(copied.map(nameKey));
  return mapNames(sql, ({ parts: [schema = "", name = ""], tokens }) =>
    names.has(nameKey({ schema, name }))
      ? tokens
          .slice(1)
          .map(({ text }) => text)
          .join(".")
      : undefined,
  );
}

const readViews = `select relname as name, pg_get_viewdef(oid) as text
  from pg_class where relnamespace = pg_my_temp_schema() and relkind = 'v'`;
