/** Which part of the database and of the models is compared. */
import type { Rename } from "../../compare/renames/rename.js";
import type { ResolvedConfig } from "../../config/types.js";
import { isExcluded } from "../../introspect/selection.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { QualifiedName, Schema, SchemaObject, Table } from "../../schema/types.js";
import { createdBy } from "../created.js";
import { reconcileForeignSchemas } from "./foreign-schemas.js";
import { leftOutBy } from "./models.js";
import type { PlanInput, Planning } from "./planning.js";

/** The configured schemas, or else our own ({@link ownSchemas}) and those that the models name. */
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
 * The configured schemas; or else `public` and those that a migration has created, or has created
 * something in. Without the last two a schema could leave the models but never the database.
 */
export function ownSchemas(
  config: Pick<ResolvedConfig, "schemas">,
  migrationFiles: readonly string[],
): readonly string[] {
  if (config.schemas !== undefined) return [...new Set(config.schemas)];
  const { schemas, entered } = createdBy(migrationFiles);
  return [...new Set(["public", ...schemas, ...entered])];
}

/**
 * Leaves out of both sides what is not this project's: what the configuration leaves out, what the
 * models only speak of, and what somebody else's schema holds besides.
 */
export function leaveOutForeignObjects(planning: Planning): void {
  const { input } = planning;
  const { config, migrationFiles = [], renames = [] } = input;
  planning.desired = selectModels(planning.desired, config);
  planning.before = withoutForeignObjects(planning, config.tables);
  const isAllOurs =
    config.schemas !== undefined ||
    planning.before.namespaces.every(({ name }) => name === "public");
  if (!isAllOurs)
    reconcileForeignSchemas(planning, createdBy(migrationFiles), renames.flatMap(oldNames));
}

/** What a rename speaks of by its old name, which the models do not know. */
function oldNames({ object }: Rename): readonly QualifiedName[] {
  if ("table" in object) return [object.table];
  if ("enum" in object) return [object.enum];
  return "schema" in object ? [object] : [];
}

/** The models without what the configuration leaves out. */
function selectModels(desired: Schema, config: PlanInput["config"]): Schema {
  const isLeftOut = leftOutBy(config);
  const isIn =
    (kind: SchemaObject["kind"]) =>
    ({ schema, name }: QualifiedName): boolean =>
      !isLeftOut({ kind, schema, name });
  return {
    namespaces: desired.namespaces.filter(({ name }) => !isLeftOut({ kind: "schema", name })),
    roles: desired.roles.filter(({ name }) => !isLeftOut({ kind: "role", name })),
    enums: desired.enums.filter(isIn("enum")),
    sequences: desired.sequences.filter(isIn("sequence")),
    tables: desired.tables.filter(isIn("table")).map((table) => selectParts(table, config)),
    views: desired.views.filter((view) =>
      isIn(view.materialized ? "materializedView" : "view")(view),
    ),
  };
}

function selectParts(table: Table, { include }: PlanInput["config"]): Table {
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
 * The database without what the models only speak of (references, `existing`), and without enums and
 * sequences that no model names and that a pattern of the configuration excludes.
 */
function withoutForeignObjects(
  { before, desired, input: { models } }: Planning,
  patterns: readonly string[],
): Schema {
  const foreign = new Set(
    [...models.references.map(({ kind, name }) => ({ kind, ...name })), ...models.existing].map(
      ({ kind, schema = "", name }) => `${group(kind)} ${nameKey({ schema, name })}`,
    ),
  );
  const schemas = new Set(
    models.existing.flatMap(({ kind, name }) => (kind === "schema" ? [name] : [])),
  );
  const without = <T extends QualifiedName>(list: readonly T[], kind: SchemaObject["kind"]) =>
    list.filter((one) => !schemas.has(one.schema) && !foreign.has(`${kind} ${nameKey(one)}`));
  const isOut = isExcluded(patterns);
  const unlessOut = <T extends QualifiedName>(list: readonly T[], wanted: readonly T[]) => {
    const named = new Set(wanted.map(nameKey));
    return list.filter((one) => named.has(nameKey(one)) || !isOut(one));
  };
  return {
    ...before,
    namespaces: before.namespaces.filter(({ name }) => !schemas.has(name)),
    tables: without(before.tables, "table"),
    enums: unlessOut(without(before.enums, "enum"), desired.enums),
    sequences: unlessOut(without(before.sequences, "sequence"), desired.sequences),
    views: without(before.views, "view"),
  };
}

function group(kind: SchemaObject["kind"]): SchemaObject["kind"] {
  return kind === "materializedView" ? "view" : kind;
}
