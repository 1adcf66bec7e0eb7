/** The comparison of two sides whose texts are equal where they mean the same. */
import { compare, type Comparison } from "../../compare/compare.js";
import type { AppliedRenames } from "../../compare/renames/apply.js";
import { renamedDependencies, renamedObjects } from "../../compare/renames/names.js";
import type { Refusal } from "../../introspect/oracle/refusal.js";
import { sameViews } from "../../introspect/oracle/renamed-views.js";
import { settle, type Settled } from "../../introspect/oracle/settle.js";
import { nameKey } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import {
  type DependentRelations,
  withDependentRelations,
  withRelations,
} from "./dependent-relations.js";
import { judged } from "./hooks.js";
import type { Planning } from "./planning.js";

/**
 * Compares, and again with what turns out to be in the way, until nothing new is. One round trip
 * for each time that something is, so mostly none.
 */
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

/** Both sides under the new names. */
async function settleTexts({
  input,
  found: { searchPath },
  before,
  desired,
  renamed,
  notes,
}: Planning): Promise<Sides> {
  const { connection, config, insideTransaction = false } = input;
  const { formerViews, names } = renamed;
  const options = { insideTransaction, searchPath, renamed: renamedObjects(before, names) };
  const settled = await settle(connection, withoutViews(renamed), desired, options);
  notes.push(...unaskedNote(settled));
  return {
    actual: withViews(settled.actual, renamed),
    desired: judged(settled, desired, config),
    sameViews: await sameViews(connection, before, desired, { ...options, formerViews }),
  };
}

/** Views that something renamed concerns are judged apart: their texts speak in old names. */
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
  standby: "this server is a standby, which can only be read (use the primary)",
  readOnlyTransaction: "the open transaction can only read",
};
