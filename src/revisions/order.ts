import type { Revision } from "./revision.js";

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
  const resting = directlyResting(revisions);
  const fronts = [...new Set(heads)]
    .filter((head) => revisions.has(head))
    .sort((a, b) => a.position - b.position);
  const seen = new Set(fronts);
  const sorted: Revision[] = [];
  let at = 0;
  for (let front = fronts[at]; front !== undefined; front = fronts[at]) {
    if ((resting.get(front)?.size ?? 0) > 0) {
      at = firstAbove(front, fronts, at, resting);
      continue;
    }
    sorted.push(front);
    const next: Revision[] = [];
    for (const required of front.requires) {
      if (!revisions.has(required)) continue;
      resting.get(required)?.delete(front);
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
  return sorted;
}

/** For each of `revisions`, those that rest on it without another in between. */
function directlyResting(revisions: ReadonlySet<Revision>): Map<Revision, Set<Revision>> {
  const resting = new Map<Revision, Set<Revision>>();
  for (const revision of revisions) {
    for (const required of revision.requires) {
      const others = resting.get(required);
      if (others === undefined) resting.set(required, new Set([revision]));
      else others.add(revision);
    }
  }
  return resting;
}

/** The index of the first front, other than the one at `at`, from which `revision` is reached. */
function firstAbove(
  revision: Revision,
  fronts: readonly Revision[],
  at: number,
  resting: ReadonlyMap<Revision, ReadonlySet<Revision>>,
): number {
  const best = at === 0 ? 1 : 0;
  const reached = new Set<Revision>([revision]);
  for (const next of reached) {
    for (const above of resting.get(next) ?? []) {
      if (above === fronts[best]) return best;
      reached.add(above);
    }
  }
  return fronts.findIndex((front, index) => index !== at && reached.has(front));
}
