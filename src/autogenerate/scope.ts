/** Which part of the database a comparison looks at, and which part of the models. */
import type { ResolvedConfig } from "../config/types.js";
import type { IntrospectionScope } from "../introspect/types.js";
import { isExcluded, selectionOf } from "../introspect/selection.js";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName, Schema, Table } from "../schema/types.js";
import { createdBy } from "./created.js";
import type { DescribedModels } from "./models.js";

/**
 * The part of the database that is compared: the configured schemas, or else our own and those that
 * the models name.
 *
 * @param own {@link ownSchemas}
 */
export function scopeOf(
  config: Pick<ResolvedConfig, "schemas" | "tables" | "include" | "versionTable" | "journal">,
  desired: Schema,
  own: readonly string[],
): IntrospectionScope {
  const named = config.schemas === undefined ? desired.namespaces.map((one) => one.name) : [];
  return {
    schemas: [...new Set([...own, ...named])],
    tables: config.tables,
    versionTable: config.versionTable,
    named: [...desired.tables, ...desired.views].map(({ schema, name }) => ({ schema, name })),
    roles: desired.roles.map((role) => role.name),
    ...(config.include && { include: config.include }),
    ...(config.journal && { journal: config.journal }),
  };
}

/**
 * The schemas that are compared whatever the models say: those that are configured; or else
 * `public`, those that a migration of this project has created, and those in which one has created
 * something. Without the last two a schema could leave the models but never the database.
 *
 * @param migrationFiles Paths of all migration files, which are read.
 */
export function ownSchemas(
  config: Pick<ResolvedConfig, "schemas">,
  migrationFiles: readonly string[],
): readonly string[] {
  if (config.schemas !== undefined) return [...new Set(config.schemas)];
  const { schemas, entered } = createdBy(migrationFiles);
  return [...new Set(["public", ...schemas, ...entered])];
}

/** The models without what the configuration leaves out. */
export function selectModels(desired: Schema, scope: IntrospectionScope): Schema {
  const selection = selectionOf(scope);
  const named = <T extends { readonly schema: string; readonly name: string }>(
    items: readonly T[],
    kind: "table" | "enum" | "sequence",
  ): readonly T[] =>
    items.filter((item) => {
      const byName = kind === "table" ? selection.includesName : selection.includesTypeName;
      return byName(item) && selection.includes({ kind, schema: item.schema, name: item.name });
    });
  return {
    namespaces: desired.namespaces.filter(
      ({ name }) => selection.includesSchema(name) && selection.includes({ kind: "schema", name }),
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
 * key would not lead there. And without enums and sequences that no model names and that a pattern
 * of the configuration excludes.
 */
export function withoutForeignObjects(
  actual: Schema,
  desired: Schema,
  { references, existing }: Pick<DescribedModels, "references" | "existing">,
  patterns: readonly string[],
): Schema {
  const keys = (kinds: readonly string[]): ReadonlySet<string> =>
    new Set(
      [...references.map(({ kind, name }) => ({ kind, ...name })), ...existing]
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ schema = "", name }) => nameKey({ schema, name })),
    );
  const schemas = new Set(existing.flatMap(({ kind, name }) => (kind === "schema" ? [name] : [])));
  const without = <T extends QualifiedName>(list: readonly T[], ...kinds: readonly string[]) => {
    const foreign = keys(kinds);
    return list.filter((one) => !schemas.has(one.schema) && !foreign.has(nameKey(one)));
  };
  const isOut = isExcluded(patterns);
  const unlessOut = <T extends QualifiedName>(list: readonly T[], wanted: readonly T[]) => {
    const named = new Set(wanted.map(nameKey));
    return list.filter((one) => named.has(nameKey(one)) || !isOut(one));
  };
  return {
    ...actual,
    namespaces: actual.namespaces.filter(({ name }) => !schemas.has(name)),
    tables: without(actual.tables, "table"),
    enums: unlessOut(without(actual.enums, "enum"), desired.enums),
    sequences: unlessOut(without(actual.sequences, "sequence"), desired.sequences),
    views: without(actual.views, "view", "materializedView"),
  };
}
