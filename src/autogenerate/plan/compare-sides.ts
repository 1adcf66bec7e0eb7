/** Compares two sides after equal expressions have got equal spellings. */
import { compare, type Comparison } from "../../compare/compare.js";
import type { Obstacle } from "../../compare/dependents.js";
import { renamedDependencies, renamedObjects } from "../../compare/renames/names.js";
import { viewSources } from "../../introspect/dependencies.js";
import { introspect } from "../../introspect/introspect.js";
import type { Refusal } from "../../introspect/oracle/probe.js";
import { sameViews } from "../../introspect/oracle/renamed-views.js";
import { settle } from "../../introspect/oracle/settle.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency } from "../../schema/object-ref.js";
import type { QualifiedName, Schema, Table, View } from "../../schema/types.js";
import { withVerdicts } from "./hooks.js";
import type { Planning } from "./planning.js";

/** Compares again with relations that block a change, until no new ones are found. */
export async function compareSides(planning: Planning): Promise<{
  readonly comparison: Comparison;
  readonly dependent: DependentRelations;
}> {
  const { input, found, renamed } = planning;
  const sides = await settleTexts(planning);
  const dependencies = renamedDependencies(found.dependencies, renamed.names);
  let dependent: DependentRelations = { names: [], tables: [], views: [], dependencies };
  for (;;) {
    const actual = withRelations(sides.actual, dependent);
    const comparison = compare(actual, withRelations(sides.desired, dependent), {
      renamed,
      comments: input.config.comments ?? false,
      sameViews: sides.sameViews,
      dependencies: dependent.dependencies,
    });
    // Their texts would mention renamed objects by old names.
    if (renamed.steps.length > 0) return { comparison, dependent };
    const keys = new Set(dependent.names.map(nameKey));
    const names = comparison.obstacles.flatMap(relationOf);
    const more = names.filter((name) => !keys.has(nameKey(name)));
    if (more.length === 0) return { comparison, dependent };
    dependent = withIntrospected(dependent, await introspectOnly(planning, more));
  }
}

/** Gives texts with the same meaning the same spelling. */
async function settleTexts({ input, found, before, desired, renamed, notes }: Planning) {
  const { connection, config } = input;
  const { searchPath } = found;
  const { schema, formerViews, names } = renamed;
  const options = { searchPath, renamed: renamedObjects(before, names) };
  // Views that a rename affects are compared separately: their texts use old names.
  const views = schema.views.filter((view) => !formerViews.has(nameKey(view)));
  const settled = await settle(connection, { ...schema, views }, desired, options);
  if (settled.unasked > 0 && settled.refusal !== undefined)
    notes.push(
      `${settled.unasked} expressions were compared as text only, because ${refusals[settled.refusal]}: equal ones may be shown as different.`,
    );
  const others = new Map(settled.actual.views.map((view) => [nameKey(view), view]));
  const all = schema.views.map((view) => others.get(nameKey(view)) ?? view);
  return {
    actual: { ...settled.actual, views: all },
    desired: withVerdicts(settled, desired, config),
    /** Of the views that a rename affects, those that match the models. */
    sameViews: await sameViews(connection, before, desired, { ...options, formerViews }),
  };
}

const refusals: Readonly<Record<Refusal, string>> = {
  privilege: "this role may not create temporary tables in this database",
  standby: "this server is a standby, which is read-only (use the primary)",
  readOnlyTransaction: "the open transaction is read-only",
};

interface DependentRelations {
  readonly names: readonly QualifiedName[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  /** The dependencies of everything that was read. */
  readonly dependencies: readonly Dependency[];
}

function withIntrospected(
  known: DependentRelations,
  found: Awaited<ReturnType<typeof introspectOnly>>,
): DependentRelations {
  const dependencies = [...known.dependencies, ...found.dependencies];
  const sources = viewSources(dependencies);
  return {
    names: [...known.names, ...found.names],
    tables: [...known.tables, ...found.schema.tables],
    // Objects read earlier may depend on those read now.
    views: [...known.views, ...found.schema.views].map((view) => ({
      ...view,
      dependsOn: sources.get(nameKey(view)) ?? [],
    })),
    dependencies,
  };
}

/** What the catalog knows of some tables and views, in any schema. One round trip. */
export async function introspectOnly(
  { input, scope: { versionTable } }: Planning,
  relations: readonly QualifiedName[],
) {
  const names = [...new Map(relations.map((name) => [nameKey(name), name])).values()];
  const schemas = [...new Set(names.map(({ schema }) => schema))];
  const scope = { schemas, only: names, versionTable };
  return { ...(await introspect(input.connection, scope)), names };
}

/** Functions and types cannot be recreated, nor what depends on something that is dropped. */
function relationOf({ kind, schema, table, name, isDoomed }: Obstacle): readonly QualifiedName[] {
  if (schema === undefined || isDoomed === true) return [];
  if (kind === "view" || kind === "materializedView") return [{ schema, name }];
  const belongs = ["column", "policy", "trigger", "rule", "foreignKey"].includes(kind);
  return belongs && table !== undefined ? [{ schema, name: table }] : [];
}

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
