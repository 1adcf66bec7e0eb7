/** JSDoc comments of models, as comments of what they describe. */
import { getTableColumns } from "drizzle-orm";
import { nameKey } from "../../schema/identifiers.js";
import type { ObjectKind, QualifiedName, Schema } from "../../schema/types.js";
import { type Model, type Models, namedModels, nameOf } from "../collect.js";
import type { Casing } from "../errors.js";
import { columnName } from "../names.js";
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
 */
export async function withModelComments(
  models: Models,
  schema: Schema,
  { casing }: { readonly casing?: Casing | undefined } = {},
): Promise<Schema> {
  const { ts } = loadTsMorph();
  const modules = new Modules(ts, models.sources);
  const comments = new Map(
    [...namedModels(models), ...models.schemas].map((model) => {
      const found = declarationOf(modules, model);
      const comment = found && declaredComment(modules, found);
      return [keyOf(model.object.kind, nameOf(model.object)), comment] as const;
    }),
  );
  const columns = new Map(
    models.tables.map((model) => [
      keyOf("table", nameOf(model.object)),
      columnsOf(modules, model, casing),
    ]),
  );
  const withComment = <T extends QualifiedName>(kind: ObjectKind, object: T): T =>
    commented(object, comments.get(keyOf(kind, object)));
  return {
    ...schema,
    namespaces: schema.namespaces.map((namespace) =>
      commented(namespace, comments.get(keyOf("schema", { schema: "", name: namespace.name }))),
    ),
    enums: schema.enums.map((type) => withComment("enum", type)),
    sequences: schema.sequences.map((sequence) => withComment("sequence", sequence)),
    views: schema.views.map((view) =>
      withComment(view.materialized ? "materializedView" : "view", view),
    ),
    tables: schema.tables.map((table) => ({
      ...withComment("table", table),
      columns: table.columns.map((column) =>
        commented(column, columns.get(keyOf("table", table))?.get(column.name)),
      ),
    })),
  };
}

function keyOf(kind: ObjectKind, name: QualifiedName): string {
  return `${kind} ${nameKey(name)}`;
}

function commented<T extends object>(object: T, comment: string | undefined): T {
  return comment === undefined ? object : { ...object, comment };
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
