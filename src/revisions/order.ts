import type { Revision } from "./graph.js";

/**
 * Sorts revisions so that each comes before all that it rests on: the order of a downgrade, and
 * reversed that of an upgrade. Goes down one branch until it meets a revision that another
 * branch rests on too, and finishes all branches before their common ancestor.
 *
 * @param revisions what is sorted; with two revisions holds every one between them
 * @param heads revisions from which all the others are reached; those outside `revisions` are ignored
 */
export function newestFirst(
  revisions: ReadonlySet<Revision>,
  heads: Iterable<Revision>,
): readonly Revision[] {
  const blockers = countBlockers(revisions);
  const fronts = [...new Set(heads)]
    .filter((head) => revisions.has(head))
    .sort((a, b) => a.position - b.position);
  const seen = new Set(fronts);
  const emitted = new Set<Revision>();
  let at = 0;
  for (let front = fronts[at]; front !== undefined; front = fronts[at]) {
    if ((blockers.get(front) ?? 0) > 0) {
      at = firstAbove(front, fronts, at, (above) => revisions.has(above) && !emitted.has(above));
      continue;
    }
    emitted.add(front);
    const next: Revision[] = [];
    for (const required of front.requires) {
      if (!revisions.has(required)) continue;
      blockers.set(required, (blockers.get(required) ?? 0) - 1);
      if (!seen.has(required)) next.push(required);
      seen.add(required);
    }
    const [first, ...others] = next;
    if (first === undefined) {
      fronts.splice(at, 1);
      at = Math.max(at - 1, 0);
    } else {
      fronts[at] = first;
      fronts.push(...others);
    }
  }
  return [...emitted];
}

/** How many of `revisions` rest directly on each. */
function countBlockers(revisions: ReadonlySet<Revision>): Map<Revision, number> {
  const blockers = new Map<Revision, number>();
  for (const revision of revisions) {
    for (const required of revision.requires) {
      if (revisions.has(required)) blockers.set(required, (blockers.get(required) ?? 0) + 1);
    }
  }
  return blockers;
}

/** The index of the first front, other than the one at `at`, from which `revision` is reached. */
function firstAbove(
  revision: Revision,
  fronts: readonly Revision[],
  at: number,
  isOpen: (revision: Revision) => boolean,
): number {
  const best = fronts[at === 0 ? 1 : 0];
  const reached = new Set<Revision>([revision]);
  const todo: Revision[] = [revision];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next === best) break;
    for (const above of [...next.children, ...next.dependents]) {
      if (!isOpen(above) || reached.has(above)) continue;
      reached.add(above);
      todo.push(above);
    }
  }
  return fronts.findIndex((front, index) => index !== at && reached.has(front));
}
