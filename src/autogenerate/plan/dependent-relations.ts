/**
 * Tables and views that are not compared and depend on what changes: a view on a column whose type
 * changes, a table with a policy that reads it. They stand on both sides of the comparison as they
 * are, so that whatever must be taken down of them comes back.
 */
import type { Obstacle } from "../../compare/dependents.js";
import { viewSources } from "../../introspect/dependencies.js";
import { introspect } from "../../introspect/introspect.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency, QualifiedName, Schema, Table, View } from "../../schema/types.js";
import type { Planning } from "./planning.js";

export interface DependentRelations {
  readonly names: readonly QualifiedName[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  /** What stands on what, in the whole of the database that was looked at. */
  readonly dependencies: readonly Dependency[];
}

/** Adds what the obstacles belong to; the same object when that is nothing new. */
export async function withDependentRelations(
  { input: { connection, insideTransaction = false }, scope: { versionTable } }: Planning,
  known: DependentRelations,
  obstacles: readonly Obstacle[],
): Promise<DependentRelations> {
  const keys = new Set(known.names.map(nameKey));
  const names = new Map(
    obstacles
      .flatMap(relationOf)
      .filter((name) => !keys.has(nameKey(name)))
      .map((name) => [nameKey(name), name]),
  );
  if (names.size === 0) return known;
  const only = [...names.values()];
  const scope = { schemas: [...new Set(only.map(({ schema }) => schema))], only, versionTable };
  const found = await introspect(connection, scope, { insideTransaction });
  const dependencies = [...known.dependencies, ...found.dependencies];
  const sources = viewSources(dependencies);
  return {
    names: [...known.names, ...only],
    tables: [...known.tables, ...found.schema.tables],
    // What was read before may turn out to stand on what came now.
    views: [...known.views, ...found.schema.views].map((view) => ({
      ...view,
      dependsOn: sources.get(nameKey(view)) ?? [],
    })),
    dependencies,
  };
}

/** Functions and types cannot be put back, nor what stands on something that goes. */
function relationOf({ kind, schema, table, name, isDoomed }: Obstacle): readonly QualifiedName[] {
  if (schema === undefined || isDoomed === true) return [];
  if (kind === "view" || kind === "materializedView") return [{ schema, name }];
  const belongs = ["column", "policy", "trigger", "rule", "foreignKey"].includes(kind);
  return belongs && table !== undefined ? [{ schema, name: table }] : [];
}

/** A side of the comparison with tables and views, and the schemas that they stand in, added. */
export function withRelations(
  side: Schema,
  { tables, views = [] }: { readonly tables: readonly Table[]; readonly views?: readonly View[] },
): Schema {
  const known = new Set([...side.tables, ...side.views].map(nameKey));
  const isNew = (relation: QualifiedName): boolean => !known.has(nameKey(relation));
  const added = { tables: tables.filter(isNew), views: views.filter(isNew) };
  const namespaces = new Map(side.namespaces.map((namespace) => [namespace.name, namespace]));
  for (const { schema: name } of [...added.tables, ...added.views])
    if (!namespaces.has(name)) namespaces.set(name, { name });
  return {
    ...side,
    namespaces: [...namespaces.values()],
    tables: [...side.tables, ...added.tables],
    views: [...side.views, ...added.views],
  };
}
