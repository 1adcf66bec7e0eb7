/** Which part of the database and of the models is compared. */
import type { Rename } from "../../compare/renames/rename.js";
import type { ResolvedConfig } from "../../config/types.js";
import { isExcluded } from "../../introspect/selection.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import { nameKey } from "../../schema/identifiers.js";
import type { QualifiedName, Schema, SchemaObject, Table } from "../../schema/types.js";
import type { Created } from "../created.js";
import { reconcileForeignSchemas } from "./foreign-schemas.js";
import { leftOutBy } from "./models.js";
import { selectObjects } from "../select-objects.js";
import type { PlanInput, Planning } from "./planning.js";

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

/** Without what migrations created, a schema could leave the models but never the database. */
export function ownSchemas(
  config: Pick<ResolvedConfig, "schemas">,
  created: () => Created,
): readonly string[] {
  if (config.schemas !== undefined) return [...new Set(config.schemas)];
  const { schemas, entered } = created();
  return [...new Set(["public", ...schemas, ...entered])];
}

/** Without what the configuration excludes, mere references, and what foreign schemas hold. */
export function leaveOutForeignObjects(planning: Planning): void {
  const { input } = planning;
  const { config, renames = [] } = input;
  const isLeftOut = leftOutBy(config);
  const models = selectObjects(planning.desired, (object) => !isLeftOut(object));
  const tables = models.tables.map((table) => selectParts(table, config));
  planning.desired = { ...models, tables };
  planning.before = withoutForeignObjects(planning, config.tables);
  const isAllOurs =
    config.schemas !== undefined ||
    planning.before.namespaces.every(({ name }) => name === "public");
  if (!isAllOurs) reconcileForeignSchemas(planning, planning.created(), renames.flatMap(oldNames));
}

function oldNames({ object }: Rename): readonly QualifiedName[] {
  if ("table" in object) return [object.table];
  if ("enum" in object) return [object.enum];
  return "schema" in object ? [object] : [];
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

/** Without what the models only refer to, and enums and sequences that a pattern excludes. */
function withoutForeignObjects(
  { before, desired, input: { models } }: Planning,
  patterns: readonly string[],
): Schema {
  const references = models.references.map(({ kind, name }) => ({ kind, ...name }));
  const foreign = new Set([...references, ...models.existing].map(keyOf));
  const isOut = isExcluded(patterns);
  const named = new Set([...desired.enums, ...desired.sequences].map(nameKey));
  return selectObjects(before, (object) => {
    const { kind, schema = "", name } = object;
    if (kind === "role") return true;
    if (foreign.has(keyOf(object)) || foreign.has(keyOf({ kind: "schema", name: schema })))
      return false;
    const isByPattern = kind === "enum" || kind === "sequence";
    return !isByPattern || named.has(nameKey({ schema, name })) || !isOut({ schema, name });
  });
}

function keyOf({ kind, schema = "", name }: SchemaObject): string {
  return `${kind === "materializedView" ? "view" : kind} ${nameKey({ schema, name })}`;
}
