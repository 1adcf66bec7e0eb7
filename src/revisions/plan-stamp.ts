import { integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { parseAbsolute } from "./identifier.js";
import { resolveBranch, resolveSymbol } from "./resolve.js";
import { resolveRows } from "./version-rows.js";
import { closure, dependentClosure } from "./walk.js";

/**
 * The version rows after stamping: the rows in the lineage of the destinations (dependencies
 * included) give way to the destinations, other rows stay.
 *
 * @param targets identifiers; `base` takes rows away
 * @param options.purge forget all rows first, those that no file defines too
 */
export function planStamp(
  graph: RevisionGraph,
  rows: readonly string[],
  targets: readonly string[],
  options: { readonly purge?: boolean } = {},
): readonly string[] {
  const current = options.purge === true ? [] : resolveRows(graph, rows);
  const parsed = targets.map(parseAbsolute);
  const destinations = parsed.flatMap(({ symbol, label }) => resolveSymbol(graph, symbol, label));
  const lineage = parsed.map(({ symbol, label }) => [
    ...(label === undefined ? [] : [resolveBranch(graph, label)]),
    ...resolveSymbol(graph, symbol, label),
  ]);
  const affected = new Set(lineage.flatMap((against) => related(current, against)));
  refuseDuplicates(
    destinations.filter((destination) => !affected.has(destination)),
    targets,
  );
  const after = stamp(new Set(current), affected, destinations);
  return [...after].map((revision) => revision.revision).sort();
}

/** Rows above, below or equal to one of `against`; all of them when that is `base`. */
function related(rows: readonly Revision[], against: readonly Revision[]): readonly Revision[] {
  if (against.length === 0) return rows;
  const lineage = new Set([...closure(against), ...dependentClosure(against)]);
  return rows.filter((row) => lineage.has(row));
}

function stamp(
  rows: Set<Revision>,
  affected: ReadonlySet<Revision>,
  destinations: readonly Revision[],
): ReadonlySet<Revision> {
  if (destinations.length === 0) for (const row of affected) rows.delete(row);
  let moved = false;
  for (const destination of destinations) {
    if (affected.has(destination)) continue;
    const isAbove = intersects(dependentClosure([destination]), affected);
    const isBelow = intersects(closure([destination]), affected);
    if (isAbove && (isBelow || moved)) {
      const names = [...affected].map((row) => row.revision).join(", ");
      throw integrityError(
        "ambiguous_stamp",
        `Stamping ${destination.revision} together with the other revisions would remove the row(s) ${names} more than once.`,
        "`gen stamp --purge REV…` writes exactly the rows that you name.",
      );
    }
    if ((isAbove || isBelow) && !moved) {
      for (const row of affected) rows.delete(row);
      moved = true;
    }
    rows.add(destination);
  }
  return rows;
}

function intersects(set: ReadonlySet<Revision>, others: ReadonlySet<Revision>): boolean {
  return [...others].some((other) => set.has(other));
}

function refuseDuplicates(destinations: readonly Revision[], targets: readonly string[]): void {
  const twice = destinations.find((one, index) => destinations.indexOf(one) !== index);
  if (twice === undefined) return;
  throw usageError(
    "duplicate_target",
    `Revision ${twice.revision} is named twice by ${targets.map((text) => `'${text}'`).join(", ")}.`,
    "Name each revision once.",
  );
}
