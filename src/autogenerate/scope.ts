/** Which part of the database a comparison looks at, and which part of the models. */
import { readFileSync } from "node:fs";
import type { ResolvedConfig } from "../config/types.js";
import type { IntrospectionScope } from "../introspect/types.js";
import { selectionOf } from "../introspect/selection.js";
import { nameKey } from "../schema/identifiers.js";
import type { Schema, Table } from "../schema/types.js";
import type { DescribedModels } from "./models.js";

/**
 * The part of the database that is ours: our own schemas, and those that the models name.
 *
 * @param own {@link ownSchemas}
 */
export function scopeOf(
  config: Pick<ResolvedConfig, "tables" | "include" | "versionTable">,
  desired: Schema,
  own: readonly string[],
): IntrospectionScope {
  return {
    schemas: [...new Set([...own, ...desired.namespaces.map((one) => one.name)])],
    tables: config.tables,
    versionTable: config.versionTable,
    roles: desired.roles.map((role) => role.name),
    ...(config.include && { include: config.include }),
  };
}

/**
 * The schemas that are ours whatever the models say: those that are configured, and those that a
 * migration of this project has created. Without the last a schema could leave the models but never
 * the database.
 *
 * @param migrationFiles Paths of all migration files, which are read.
 */
export function ownSchemas(
  config: Pick<ResolvedConfig, "schemas">,
  migrationFiles: readonly string[],
): readonly string[] {
  return [...new Set([...config.schemas, ...migrationFiles.flatMap(createdSchemas)])];
}

/** The schemas that a migration file makes, read from its text without running it. */
function createdSchemas(file: string): readonly string[] {
  const calls = readFileSync(file, "utf8").matchAll(
    /\bop\s*\.\s*(?:createSchema|renameSchema)\(\s*(?:(["'])(?:(?!\1).)*\1\s*,\s*)?(["'`])((?:(?!\2).)+)\2/g,
  );
  return [...calls].flatMap(([, , , name]) => (name === undefined ? [] : [name]));
}

/** The models without what the configuration leaves out. */
export function selectModels(desired: Schema, scope: IntrospectionScope): Schema {
  const selection = selectionOf(scope);
  const named = <T extends { readonly schema: string; readonly name: string }>(
    items: readonly T[],
    kind: "table" | "enum" | "sequence" | "view",
  ): readonly T[] =>
    items.filter((item) => {
      const byName = kind === "table" || kind === "view" ? selection.includesName(item) : true;
      return byName && selection.includes({ kind, schema: item.schema, name: item.name });
    });
  return {
    namespaces: desired.namespaces.filter((one) =>
      selection.includes({ kind: "schema", name: one.name }),
    ),
    roles: desired.roles.filter((one) => selection.includes({ kind: "role", name: one.name })),
    enums: named(desired.enums, "enum"),
    sequences: named(desired.sequences, "sequence"),
    tables: named(desired.tables, "table").map((table) => selectParts(table, scope)),
    views: desired.views.filter(
      (view) =>
        selection.includesName(view) &&
        selection.includes({
          kind: view.materialized ? "materializedView" : "view",
          schema: view.schema,
          name: view.name,
        }),
    ),
  };
}

function selectParts(table: Table, { include }: IntrospectionScope): Table {
  if (include === undefined) return table;
  const kept =
    (kind: "column" | "uniqueConstraint" | "foreignKey" | "check" | "index" | "policy") =>
    (item: { readonly name: string }): boolean =>
      include({ kind, schema: table.schema, table: table.name, name: item.name });
  return {
    ...table,
    columns: table.columns.filter(kept("column")),
    uniqueConstraints: table.uniqueConstraints.filter(kept("uniqueConstraint")),
    foreignKeys: table.foreignKeys.filter(kept("foreignKey")),
    checks: table.checks.filter(kept("check")),
    indexes: table.indexes.filter(kept("index")),
    policies: table.policies.filter(kept("policy")),
  };
}

/**
 * The database without what the models only speak of: somebody else looks after it, or a foreign
 * key would not lead there.
 */
export function withoutForeignObjects(
  actual: Schema,
  { references, existing }: Pick<DescribedModels, "references" | "existing">,
): Schema {
  const named = (kind: string): ReadonlySet<string> =>
    new Set(references.filter((one) => one.kind === kind).map((one) => nameKey(one.name)));
  const tables = named("table");
  const enums = named("enum");
  const views = new Set(existing.map(nameKey));
  return {
    ...actual,
    tables: actual.tables.filter((table) => !tables.has(nameKey(table))),
    enums: actual.enums.filter((type) => !enums.has(nameKey(type))),
    views: actual.views.filter((view) => !views.has(nameKey(view))),
  };
}
