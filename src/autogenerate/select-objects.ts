import type { QualifiedName, Schema } from "../schema/types.js";
import type { SchemaObject } from "../schema/object-ref.js";

/** The objects of a schema for which `isIn` is true. */
export function selectObjects(schema: Schema, isIn: (object: SchemaObject) => boolean): Schema {
  const named =
    (kind: SchemaObject["kind"]) =>
    ({ name }: { readonly name: string }): boolean =>
      isIn({ kind, name });
  const qualified =
    (kind: SchemaObject["kind"]) =>
    (object: QualifiedName): boolean =>
      isIn({ kind, schema: object.schema, name: object.name });
  return {
    ...schema,
    namespaces: schema.namespaces.filter(named("schema")),
    roles: schema.roles.filter(named("role")),
    enums: schema.enums.filter(qualified("enum")),
    sequences: schema.sequences.filter(qualified("sequence")),
    tables: schema.tables.filter(qualified("table")),
    views: schema.views.filter((view) =>
      qualified(view.materialized ? "materializedView" : "view")(view),
    ),
  };
}
