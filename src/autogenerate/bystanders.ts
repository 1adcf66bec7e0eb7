/**
 * Tables and views that are not the models' concern and yet in the way of a change: a view on a
 * column whose type changes, a policy that reads it. They stand on both sides of the comparison as
 * they are, so that whatever must be taken down of them comes back.
 */
import type { Comparison } from "../compare/compare.js";
import type { Obstacle } from "../compare/dependents.js";
import type { Connection } from "../database/connection.js";
import { viewSources } from "../introspect/dependencies.js";
import { introspect } from "../introspect/introspect.js";
import type { IntrospectionOptions } from "../introspect/types.js";
import { nameKey } from "../schema/identifiers.js";
import type { Dependency, QualifiedName, Schema, Table, View } from "../schema/types.js";

export interface Bystanders {
  readonly names: readonly QualifiedName[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  /** What stands on what, in the whole of the database that was looked at. */
  readonly dependencies: readonly Dependency[];
}

export interface AmongBystanders {
  readonly result: Comparison;
  readonly bystanders: Bystanders;
}

export interface AmongOptions extends IntrospectionOptions {
  readonly versionTable: QualifiedName;
  /** Whether anything may be added at all. */
  readonly isOpen: boolean;
}

/**
 * Compares, and again with what turns out to be in the way, until nothing new is. One round trip
 * for each time that something is, so mostly none.
 *
 * @param dependencies Of what is compared.
 */
export async function compareAmong(
  connection: Connection,
  dependencies: readonly Dependency[],
  compareWith: (bystanders: Bystanders) => Comparison,
  options: AmongOptions,
): Promise<AmongBystanders> {
  let bystanders: Bystanders = { names: [], tables: [], views: [], dependencies };
  for (;;) {
    const result = compareWith(bystanders);
    const obstacles = options.isOpen ? result.obstacles : [];
    const more = await withObstacles(connection, bystanders, obstacles, options);
    if (more === bystanders) return { result, bystanders };
    bystanders = more;
  }
}

/** Adds what the obstacles belong to; the same object when that is nothing new. */
async function withObstacles(
  connection: Connection,
  bystanders: Bystanders,
  obstacles: readonly Obstacle[],
  options: AmongOptions,
): Promise<Bystanders> {
  const known = new Set(bystanders.names.map(nameKey));
  const names = new Map(
    obstacles
      .flatMap(relationOf)
      .filter((name) => !known.has(nameKey(name)))
      .map((name) => [nameKey(name), name]),
  );
  if (names.size === 0) return bystanders;
  const only = [...names.values()];
  const found = await introspect(
    connection,
    {
      schemas: [...new Set(only.map((name) => name.schema))],
      only,
      versionTable: options.versionTable,
    },
    options,
  );
  const dependencies = [...bystanders.dependencies, ...found.dependencies];
  const sources = viewSources(dependencies);
  return {
    names: [...bystanders.names, ...only],
    tables: [...bystanders.tables, ...found.schema.tables],
    // What was read before may turn out to stand on what came now.
    views: [...bystanders.views, ...found.schema.views].map((view) => ({
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

/** A side of the comparison with the bystanders, and the schemas that they stand in, added. */
export function withBystanders(
  side: Schema,
  { tables, views }: Pick<Bystanders, "tables" | "views">,
): Schema {
  const known = new Set([...side.tables, ...side.views].map(nameKey));
  const added = {
    tables: tables.filter((table) => !known.has(nameKey(table))),
    views: views.filter((view) => !known.has(nameKey(view))),
  };
  const namespaces = new Set(side.namespaces.map((one) => one.name));
  const schemas = [...added.tables, ...added.views].map((one) => one.schema);
  const missing = [...new Set(schemas)].filter((name) => !namespaces.has(name));
  return {
    ...side,
    namespaces: [...side.namespaces, ...missing.map((name) => ({ name }))],
    tables: [...side.tables, ...added.tables],
    views: [...side.views, ...added.views],
  };
}
