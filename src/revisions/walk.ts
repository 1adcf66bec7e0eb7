/** Walks through the graph, without recursion: a history may have thousands of revisions. */
import type { Revision } from "./revision.js";

/** The given revisions and everything they require, through parents and dependencies. */
export function closure(revisions: Iterable<Revision>): Set<Revision> {
  return reach(revisions, (revision) => revision.requires);
}

/** The given revisions and their ancestors, through parents only. */
export function ancestors(revisions: Iterable<Revision>): Set<Revision> {
  return reach(revisions, (revision) => revision.parents);
}

/** The given revisions and their descendants, through children only. */
export function descendants<R extends { readonly children: readonly R[] }>(
  revisions: Iterable<R>,
): Set<R> {
  return reach(revisions, (revision) => revision.children);
}

/** The given revisions and everything that requires them, through children and dependents. */
export function dependentClosure(revisions: Iterable<Revision>): Set<Revision> {
  return reach(revisions, (revision) => [...revision.children, ...revision.dependents]);
}

/** Whether one is an ancestor of the other, or both are the same. */
export function sharesLineage(revision: Revision, other: Revision): boolean {
  return ancestors([revision]).has(other) || ancestors([other]).has(revision);
}

/** Those of `revisions` that share lineage with `branch`; all of them if there is none. */
export function inLineage(revisions: Iterable<Revision>, branch: Revision | undefined) {
  if (branch === undefined) return [...revisions];
  const lineage = new Set([...ancestors([branch]), ...descendants([branch])]);
  return [...revisions].filter((revision) => lineage.has(revision));
}

/** Those of `revisions` that have no child among them. */
export function tips(revisions: ReadonlySet<Revision>): readonly Revision[] {
  return [...revisions].filter(({ children }) => !children.some((child) => revisions.has(child)));
}

function reach<R>(from: Iterable<R>, neighbours: (revision: R) => readonly R[]): Set<R> {
  const seen = new Set(from);
  // Iterating over a set also yields what is added meanwhile.
  for (const revision of seen) for (const next of neighbours(revision)) seen.add(next);
  return seen;
}

/**
 * Sorts revisions so that each comes before everything it requires: the order of a downgrade, and
 * reversed that of an upgrade. Goes down one branch until it meets a revision that another branch
 * requires too, and finishes all branches before their common ancestor.
 *
 * @param revisions the revisions to sort; if it contains two, it contains everything between them
 * @param heads revisions from which all others can be reached; those outside `revisions` are
 * ignored
 */
export function newestFirst(revisions: ReadonlySet<Revision>, heads: Iterable<Revision>) {
  /** The revisions that still require another one directly. */
  const resting = new Map([...revisions].map((revision) => [revision, new Set<Revision>()]));
  for (const revision of revisions)
    for (const required of revision.requires) resting.get(required)?.add(revision);
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
      resting.get(required)?.delete(front);
      if (revisions.has(required) && !seen.has(required)) next.push(required);
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

/** The index of the first front, except the one at `at`, from which `revision` can be reached. */
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
