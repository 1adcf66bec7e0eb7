/** JSDoc comments of models, as comments of what they describe. */
import { getTableColumns } from "drizzle-orm";
import { nameKey } from "../../schema/identifiers.js";
import type { ObjectKind, QualifiedName, Schema } from "../../schema/types.js";
import { type Models, namedModels, nameOf } from "../collect.js";
import type { Casing } from "../errors.js";
import { columnName } from "../names.js";
import { Declarations } from "./declarations.js";

/**
 * Adds to a described schema the JSDoc comments that stand on the exported tables, their columns,
 * enums, sequences, views and schemas. The files are parsed and names are followed, but no type is
 * looked up: a thousand tables take some tenths of a second.
 */
export async function withModelComments(
  models: Models,
  schema: Schema,
  { casing }: { readonly casing?: Casing | undefined } = {},
): Promise<Schema> {
  const declarations = new Declarations(models);
  const comments = new Map<string, string | undefined>();
  for (const { object, path, keys } of [...namedModels(models), ...models.schemas]) {
    const symbol = declarations.exportedAt(path, keys);
    if (symbol) comments.set(keyOf(object.kind, nameOf(object)), declarations.comment(symbol));
  }
  for (const { object, path, keys, value } of models.tables) {
    const symbol = declarations.exportedAt(path, keys);
    const columns = getTableColumns(value);
    for (const [key, comment] of symbol ? declarations.columnComments(symbol) : []) {
      const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
      if (column) comments.set(keyOf("table", nameOf(object), columnName(column, casing)), comment);
    }
  }
  const commented = <T extends object>(object: T, key: string): T => {
    const comment = comments.get(key);
    return comment === undefined ? object : { ...object, comment };
  };
  const withComment = <T extends QualifiedName>(kind: ObjectKind, object: T): T =>
    commented(object, keyOf(kind, object));
  return {
    ...schema,
    namespaces: schema.namespaces.map((namespace) =>
      commented(namespace, keyOf("schema", { schema: "", name: namespace.name })),
    ),
    enums: schema.enums.map((type) => withComment("enum", type)),
    sequences: schema.sequences.map((sequence) => withComment("sequence", sequence)),
    views: schema.views.map((view) =>
      withComment(view.materialized ? "materializedView" : "view", view),
    ),
    tables: schema.tables.map((table) => ({
      ...withComment("table", table),
      columns: table.columns.map((column) => commented(column, keyOf("table", table, column.name))),
    })),
  };
}

function keyOf(kind: ObjectKind, name: QualifiedName, column = ""): string {
  return `${kind} ${nameKey(name)} ${column}`;
}
