import { nameKey } from "../../schema/identifiers.js";
import type { Schema } from "../../schema/types.js";
import { change, type Change } from "../change.js";
import type { RenamedViews, ViewPlan } from "../kinds/views.js";
import type { Sides } from "../options.js";
import type { RenameStep } from "../renames/steps.js";

/**
 * Confirmed renames come before all other changes, and before them only the new schemas into which
 * something moves. A view that is recreated need not be renamed before.
 */
export function renamesFirst(
  changes: readonly Change[],
  steps: readonly RenameStep[],
  { formerlyDropped }: ViewPlan,
): { readonly renames: readonly Change[]; readonly others: readonly Change[] } {
  const operations = steps
    .filter(({ origin }) => origin.kind !== "view" || !formerlyDropped.has(nameKey(origin)))
    .flatMap((step) => step.operations);
  const targets = new Set(
    operations.flatMap((operation) => (operation.kind === "setSchema" ? [operation.to] : [])),
  );
  const isTarget = ({ operation }: Change): boolean =>
    operation.kind === "createSchema" && targets.has(operation.namespace.name);
  return {
    renames: [...changes.filter(isTarget), ...operations.map((operation) => change(operation))],
    others: changes.filter((one) => !isTarget(one)),
  };
}

/** The schema right after the renames: without the views that went before, the others in new words. */
export function afterRenames(
  { actual, desired }: Sides,
  { former }: RenamedViews,
  { formerlyDropped }: ViewPlan,
): Schema {
  if (former.size === 0) return actual;
  const wanted = new Map(desired.views.map((view) => [nameKey(view), view.definition]));
  return {
    ...actual,
    views: actual.views.flatMap((view) => {
      const was = former.get(nameKey(view));
      if (was === undefined) return [view];
      if (formerlyDropped.has(nameKey(was))) return [];
      return [{ ...view, definition: wanted.get(nameKey(view)) ?? view.definition }];
    }),
  };
}
