/** The comparison of two sides whose texts are equal where they mean the same. */
import { compare, type Comparison } from "../../compare/compare.js";
import type { Obstacle } from "../../compare/dependents.js";
import type { AppliedRenames } from "../../compare/renames/apply.js";
import { renamedDependencies, renamedObjects } from "../../compare/renames/names.js";
import { viewSources } from "../../introspect/dependencies.js";
import { introspect } from "../../introspect/introspect.js";
import type { Refusal } from "../../introspect/oracle/probe.js";
import { sameViews } from "../../introspect/oracle/renamed-views.js";
import { settle, type Settled } from "../../introspect/oracle/settle.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Dependency } from "../../schema/object-ref.js";
import type { QualifiedName, Schema, Table, View } from "../../schema/types.js";
import { withVerdicts } from "./hooks.js";
import type { Planning } from "./planning.js";

/** Compares again with the relations that are in the way of a change, until none is new. */
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
    // Their texts would speak of what is renamed in old names.
    if (renamed.steps.length > 0) return { comparison, dependent };
    const more = await withDependentRelations(planning, dependent, comparison.obstacles);
    if (more === dependent) return { comparison, dependent };
    dependent = more;
  }
}

interface Sides {
  readonly actual: Schema;
  readonly desired: Schema;
  /** Of the views that something renamed concerns, those that mean what the models say. */
  readonly sameViews: ReadonlySet<string>;
}

async function settleTexts({
  input,
  found: { searchPath },
  before,
  desired,
  renamed,
  notes,
}: Planning): Promise<Sides> {
  const { connection, config } = input;
  const { formerViews, names } = renamed;
  const options = { searchPath, renamed: renamedObjects(before, names) };
  const settled = await settle(connection, withoutViews(renamed), desired, options);
  notes.push(...unaskedNote(settled));
  return {
    actual: withViews(settled.actual, renamed),
    desired: withVerdicts(settled, desired, config),
    sameViews: await sameViews(connection, before, desired, { ...options, formerViews }),
  };
}

/** Views that something renamed concerns are compared apart: their texts speak in old names. */
function withoutViews({ schema, formerViews }: AppliedRenames): Schema {
  return { ...schema, views: schema.views.filter((view) => !formerViews.has(nameKey(view))) };
}

function withViews(settled: Schema, { schema }: AppliedRenames): Schema {
  const others = new Map(settled.views.map((view) => [nameKey(view), view]));
  return { ...settled, views: schema.views.map((view) => others.get(nameKey(view)) ?? view) };
}

function unaskedNote({ unasked, refusal }: Settled): readonly string[] {
  if (unasked === 0 || refusal === undefined) return [];
  return [
    `${unasked} expressions were compared as text only, because ${refusals[refusal]}: equal ones may be shown as different.`,
  ];
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
  /** What stands on what, in the whole of the database that was looked at. */
  readonly dependencies: readonly Dependency[];
}

/** Adds what the obstacles belong to; the same object when that is nothing new. */
async function withDependentRelations(
  { input, scope: { versionTable } }: Planning,
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
  const found = await introspect(input.connection, scope);
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
