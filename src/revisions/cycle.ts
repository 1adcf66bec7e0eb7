import { basename } from "node:path";
import { ExitStatus, GenError } from "../errors.js";
import type { Revision } from "./graph.js";

/**
 * Refuses a graph in which some revision would have to be applied before itself (Kahn's
 * algorithm over parents and dependencies).
 *
 * @throws GenError `revision_cycle`, which shows one shortest way round
 */
export function checkAcyclic(revisions: readonly Revision[]): void {
  const waiting = new Map<Revision, number>();
  const ready: Revision[] = [];
  for (const revision of revisions) {
    const count = revision.parents.length + revision.dependencies.length;
    waiting.set(revision, count);
    if (count === 0) ready.push(revision);
  }
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    waiting.delete(next);
    for (const follower of [...next.children, ...next.dependents]) {
      const left = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  if (waiting.size > 0) throw cycleError(new Set(waiting.keys()));
}

function cycleError(stuck: ReadonlySet<Revision>): GenError {
  const cycle = findCycle(stuck);
  const throughDependency = cycle.some((revision, index) => {
    const next = cycle[(index + 1) % cycle.length];
    return next !== undefined && !revision.parents.includes(next);
  });
  const kind = throughDependency ? "Dependency cycle" : "Cycle";
  const names = cycle.map((revision) => revision.revision);
  const way = [...shortened(names), names[0]].join(" -> ");
  const files = shortened(cycle.map((revision) => basename(revision.path))).join(", ");
  return new GenError(
    "revision_cycle",
    `${kind} in the revisions: ${way} (each names the next in its downRevision${throughDependency ? " or dependsOn" : ""}).`,
    { hint: `Correct one of the files: ${files}.`, status: ExitStatus.integrity },
  );
}

/** Nobody reads a thousand names; the ends are where it closes. */
function shortened(names: readonly string[]): readonly string[] {
  if (names.length <= 12) return names;
  return [...names.slice(0, 5), `… (${names.length - 10} more)`, ...names.slice(-5)];
}

/** Every stuck revision requires another stuck one, so walking down must come back. */
function findCycle(stuck: ReadonlySet<Revision>): readonly Revision[] {
  const way: Revision[] = [];
  const places = new Map<Revision, number>();
  let next = [...stuck][0];
  while (next !== undefined) {
    const place = places.get(next);
    if (place !== undefined) return way.slice(place);
    places.set(next, way.length);
    way.push(next);
    next = [...next.parents, ...next.dependencies].find((required) => stuck.has(required));
  }
  return way;
}
