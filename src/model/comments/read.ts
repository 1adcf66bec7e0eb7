/** JSDoc comments of models, as comments of what they describe. */
import { getTableColumns, type View as DrizzleView } from "drizzle-orm";
import { nameKey } from "../../schema/identifiers.js";
import type { QualifiedName, Schema } from "../../schema/types.js";
import { columnName } from "../casing.js";
import type { Model, Models } from "../collect.js";
import type { Casing } from "../options.js";
import { qualifiedNameOf, viewName } from "../table-names.js";
import {
  columnComments,
  declaredComment,
  memberOf,
  type PropertyComments,
} from "./declarations.js";
import { type Declared, Modules } from "./modules.js";
import { loadTsMorph } from "../../typescript.js";

/**
 * Adds to a described schema the JSDoc comments that stand on the exported tables, their columns,
 * enums, sequences, views and schemas. The files are parsed and nothing more: a thousand tables
 * take some tenths of a second.
 *
 * @param schema The models described, without comments.
 *
 * @example
 * const { tables } = await withModelComments(models, describeModels(models));
 * tables[0].comment // "Who may log in."
 */
export async function withModelComments(
  models: Models,
  schema: Schema,
  { casing }: { readonly casing?: Casing | undefined } = {},
): Promise<Schema> {
  const { ts } = loadTsMorph();
  const modules = new Modules(ts, models.sources);
  const comment = (model: Model<unknown>): string | undefined => {
    const found = declarationOf(modules, model);
    return found && declaredComment(modules, found);
  };
  const named = <T>(list: readonly Model<T>[], nameOf: (value: T) => QualifiedName) =>
    new Map(list.map((model) => [nameKey(nameOf(model.value)), comment(model)]));
  const enums = named(models.enums, (one) => qualified(one.schema, one.enumName));
  const sequences = named(models.sequences, (one) => qualified(one.schema, one.seqName ?? ""));
  const views = named<DrizzleView>([...models.views, ...models.materializedViews], viewNameOf);
  const tables = named(models.tables, qualifiedNameOf);
  const columns = new Map(
    models.tables.map((model) => [
      nameKey(qualifiedNameOf(model.value)),
      columnsOf(modules, model, casing),
    ]),
  );
  const namespaces = new Map(
    models.schemas.map((model) => [model.value.schemaName, comment(model)]),
  );
  return {
    ...schema,
    namespaces: schema.namespaces.map((one) => commented(one, namespaces.get(one.name))),
    enums: schema.enums.map((one) => commented(one, enums.get(nameKey(one)))),
    sequences: schema.sequences.map((one) => commented(one, sequences.get(nameKey(one)))),
    views: schema.views.map((one) => commented(one, views.get(nameKey(one)))),
    tables: schema.tables.map((table) => ({
      ...commented(table, tables.get(nameKey(table))),
      columns: table.columns.map((column) =>
        commented(column, columns.get(nameKey(table))?.get(column.name)),
      ),
    })),
  };
}

function commented<T extends object>(
  one: T,
  comment: string | undefined,
): T & { readonly comment?: string } {
  return comment === undefined ? one : { ...one, comment };
}

function declarationOf(modules: Modules, { path, keys }: Model<unknown>): Declared | undefined {
  const [name, ...rest] = keys;
  if (name === undefined) return undefined;
  const [found, below] = modules.exportedAt(path, name, rest);
  return below.reduce<Declared | undefined>(
    (object, key) => object && memberOf(modules, object, key),
    found,
  );
}

/** By the columns' names in the database. */
function columnsOf(
  modules: Modules,
  model: Models["tables"][number],
  casing: Casing | undefined,
): PropertyComments {
  const found = declarationOf(modules, model);
  if (found === undefined) return new Map();
  const columns = getTableColumns(model.value);
  return new Map(
    [...columnComments(modules, found)].flatMap(([key, comment]) => {
      const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
      return column === undefined ? [] : [[columnName(column, casing), comment] as const];
    }),
  );
}

function viewNameOf(view: DrizzleView): QualifiedName {
  const { schema, name } = viewName(view);
  return qualified(schema, name);
}

function qualified(schema: string | undefined, name: string): QualifiedName {
  return { schema: schema ?? "public", name };
}
