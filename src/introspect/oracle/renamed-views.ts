/**
 * What a view will mean once the tables, columns and views that it reads are called otherwise.
 * PostgreSQL keeps a view by what it reads, and not by names: a renamed table leaves it as it is,
 * while its text reads anew. Both are tried on temporary copies of the tables, within one
 * transaction that is rolled back.
 */
import type { Connection } from "../../database/connection.js";
import {
  nameKey,
  printIdentifier,
  printName,
  quoteIdentifier,
  quoteName,
} from "../../schema/identifiers.js";
import type { QualifiedName, Schema, View } from "../../schema/types.js";
import { runUnits } from "./probe.js";
import type { Unit } from "./probe-table.js";
import { type RenamedObject, type RenamedValue, translation } from "./translation.js";

export interface RenamedViewsInput {
  /** The schemas in which the session looks up names that are not qualified. */
  readonly searchPath: readonly string[];
  /** Columns, by the new names of their tables. */
  readonly columns: readonly {
    readonly table: QualifiedName;
    readonly from: string;
    readonly to: string;
  }[];
  /** Tables and views. */
  readonly tables: readonly RenamedObject[];
  /** Enums and sequences. */
  readonly objects: readonly RenamedObject[];
  readonly values: readonly RenamedValue[];
  readonly insideTransaction?: boolean;
}

/**
 * The views that something renamed concerns and that will mean what is desired, by their new names
 * ({@link nameKey}). One round trip; none without such views. A view of which nothing can be told
 * is not among them.
 *
 * @param before The schema as it is.
 * @param renamed The views in question as they are, by their new names.
 */
export async function sameViews(
  connection: Connection,
  before: Schema,
  { formerViews }: { readonly formerViews: ReadonlyMap<string, View> },
  desired: Schema,
  input: RenamedViewsInput,
): Promise<ReadonlySet<string>> {
  const wanted = desired.views.flatMap((view) => {
    const former = formerViews.get(nameKey(view));
    return former === undefined ? [] : [{ view, former }];
  });
  if (wanted.length === 0) return new Set();
  const copies = copiesOf(before, formerViews, input);
  if (copies === undefined) return new Set();
  const { toOld } = translation({ objects: input.objects, values: input.values });
  const units: readonly Unit[] = [
    ...copies.tables.map((copy) => one(createTable(copy))),
    ...copies.views.map((copy) => one(createView(copy, copies.all))),
    ...renameColumns(copies.tables, input),
    ...renameAll(copies.all),
    ...wanted.map(({ view }, index) =>
      one(
        `create temporary view ${slot(index)} as ${toOld(withoutSchemas(view.definition, copies.all, "to"))}`,
      ),
    ),
  ];
  const rows = await runUnits(connection, units, {
    ...input,
    insideTransaction: input.insideTransaction ?? false,
    searchPath: ["pg_temp", ...input.searchPath],
    read: readViews,
  });
  const printed = new Map(rows.map(({ name, text }) => [String(name), String(text)]));
  return new Set(
    wanted.flatMap(({ view }, index) => {
      const will = printed.get(view.name);
      return will !== undefined && will === printed.get(`${prefix}${index}`) ? [nameKey(view)] : [];
    }),
  );
}

const prefix = "gen~view";

function slot(index: number): string {
  return quoteIdentifier(`${prefix}${index}`);
}

/** A table or a view that stands in the temporary schema under its old name, and then its new. */
interface Copy extends RenamedObject {
  readonly view?: View;
}

interface Copies {
  readonly tables: readonly Copy[];
  /** What is read before what reads it. */
  readonly views: readonly Copy[];
  readonly all: readonly Copy[];
}

/** `undefined` where two of them would have one name. */
function copiesOf(
  before: Schema,
  formerViews: ReadonlyMap<string, View>,
  { tables, columns }: RenamedViewsInput,
): Copies | undefined {
  const renames = new Map(tables.map((pair) => [nameKey(pair.from), pair.to]));
  const newName = (name: QualifiedName): QualifiedName =>
    renames.get(nameKey(name)) ?? { schema: name.schema, name: name.name };
  const changed = new Set(columns.map((column) => nameKey(column.table)));
  const former = [...formerViews.values()];
  const read = new Set(former.flatMap((view) => view.dependsOn.map(nameKey)));
  const copied = before.tables
    .filter((table) => read.has(nameKey(table)))
    .filter((table) => renames.has(nameKey(table)) || changed.has(nameKey(newName(table))))
    .map((table): Copy => ({ from: table, to: newName(table) }));
  const views = inReadingOrder(former).map((view): Copy => ({
    from: view,
    to: newName(view),
    view,
  }));
  const all = [...copied, ...views];
  const isDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length;
  return isDistinct(all.map((copy) => copy.from.name)) &&
    isDistinct(all.map((copy) => copy.to.name))
    ? { tables: copied, views, all }
    : undefined;
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

/** With its keys: what a query may select beside its grouping depends on the primary key. */
function createTable({ from }: Copy): string {
  return `create temporary table ${quoteIdentifier(from.name)} (like ${quoteName(from)} including indexes)`;
}

function createView({ from, view }: Copy, all: readonly Copy[]): string {
  const definition = withoutSchemas(view?.definition ?? "", all, "from");
  return `create temporary view ${quoteIdentifier(from.name)} as ${definition}`;
}

/** By way of names that nobody has, so that names can be swapped. */
function renameColumns(tables: readonly Copy[], { columns }: RenamedViewsInput): readonly Unit[] {
  return tables.flatMap(({ from, to }) => {
    const own = columns.filter((column) => nameKey(column.table) === nameKey(to));
    const rename = (a: string, b: string): string =>
      `alter table pg_temp.${quoteIdentifier(from.name)} rename column ${quoteIdentifier(a)} to ${quoteIdentifier(b)}`;
    return [
      ...own.map((column, index) => one(rename(column.from, `${prefix}${index}`))),
      ...own.map((column, index) => one(rename(`${prefix}${index}`, column.to))),
    ];
  });
}

function renameAll(all: readonly Copy[]): readonly Unit[] {
  const moved = all.filter(({ from, to }) => from.name !== to.name);
  const rename = (a: string, b: string): string =>
    `alter table pg_temp.${quoteIdentifier(a)} rename to ${quoteIdentifier(b)}`;
  return [
    ...moved.map(({ from }, index) => one(rename(from.name, `${prefix} ${index}`))),
    ...moved.map(({ to }, index) => one(rename(`${prefix} ${index}`, to.name))),
  ];
}

function one(statement: string): Unit {
  return { together: [statement], otherwise: [] };
}

/** The text with the copied tables and views unqualified, so that it finds the copies. */
function withoutSchemas(sql: string, all: readonly Copy[], side: "from" | "to"): string {
  const names = new Map(
    all.flatMap((copy) => {
      const name = copy[side];
      return [
        [printName(name), printIdentifier(name.name)],
        [quoteName(name), quoteIdentifier(name.name)],
      ] as const;
    }),
  );
  const found = [...names.keys()].filter((name) => sql.includes(name));
  if (found.length === 0) return sql;
  const escaped = found.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return sql.replaceAll(
    new RegExp(`(?<![\\w".])(?:${escaped.join("|")})(?![\\w"])`, "g"),
    (name) => names.get(name) ?? name,
  );
}

const readViews = `select relname as name, pg_get_viewdef(oid) as text
  from pg_class where relnamespace = pg_my_temp_schema() and relkind = 'v'`;
