import { integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { parseAbsolute } from "./identifier.js";
import { resolveBranch, resolveName } from "./resolve.js";
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
  { purge = false }: { readonly purge?: boolean } = {},
): readonly string[] {
  const current = purge ? [] : resolveRows(graph, rows);
  const names = targets.map(parseAbsolute);
  const destinations = names.flatMap((name) => resolveName(graph, name));
  const lineages = names.map((name) =>
    [resolveBranch(graph, name.label) ?? [], resolveName(graph, name)].flat(),
  );
  const affected = new Set(lineages.flatMap((lineage) => related(current, lineage)));
  const added = destinations.filter((destination) => !affected.has(destination));
  const twice = added.find((destination, index) => added.indexOf(destination) !== index);
  if (twice !== undefined) {
    throw usageError(
      "duplicate_target",
      `Revision ${twice.revision} is named twice by ${targets.map((text) => `'${text}'`).join(", ")}.`,
      "Name each revision once.",
    );
  }
  const after = stamp(new Set(current), affected, added, destinations.length === 0);
  return [...after].map((revision) => revision.revision).sort();
}

/** Rows above, below or equal to one of `revisions`; all of them when that is `base`. */
function related(rows: readonly Revision[], revisions: readonly Revision[]): readonly Revision[] {
  if (revisions.length === 0) return rows;
  const lineage = new Set([...closure(revisions), ...dependentClosure(revisions)]);
  return rows.filter((row) => lineage.has(row));
}

function stamp(
  rows: Set<Revision>,
  affected: ReadonlySet<Revision>,
  added: readonly Revision[],
  isBase: boolean,
): ReadonlySet<Revision> {
  let moved = false;
  const move = (): void => {
    for (const row of affected) rows.delete(row);
    moved = true;
  };
  if (isBase) move();
  for (const destination of added) {
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
    if (isAbove || isBelow) move();
    rows.add(destination);
  }
  return rows;
}

function intersects(set: ReadonlySet<Revision>, others: ReadonlySet<Revision>): boolean {
  return [...others].some((other) => set.has(other));
}
