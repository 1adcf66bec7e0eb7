/** Ways through the graph. All are loops: a history may be thousands of revisions long. */
import type { Revision } from "./revision.js";

/** The given revisions and everything they rest on, through parents and dependencies. */
export function closure(revisions: Iterable<Revision>): Set<Revision> {
  return reach(revisions, (revision) => revision.requires);
}

/** The given revisions and their ancestors, through parents alone. */
export function ancestors(revisions: Iterable<Revision>): Set<Revision> {
  return reach(revisions, (revision) => revision.parents);
}

/** The given revisions and their descendants, through children alone. */
export function descendants<R extends { readonly children: readonly R[] }>(
  revisions: Iterable<R>,
): Set<R> {
  return reach(revisions, (revision) => revision.children);
}

/** The given revisions and everything that rests on them, through children and dependents. */
export function dependentClosure(revisions: Iterable<Revision>): Set<Revision> {
  return reach(revisions, (revision) => [...revision.children, ...revision.dependents]);
}

/** Whether one is above, below, or the other: by parents alone. */
export function sharesLineage(revision: Revision, other: Revision): boolean {
  return ancestors([revision]).has(other) || ancestors([other]).has(revision);
}

/** Those of `revisions` that share lineage with `branch`. */
export function inLineage(revisions: Iterable<Revision>, branch: Revision): readonly Revision[] {
  const lineage = new Set([...ancestors([branch]), ...descendants([branch])]);
  return [...revisions].filter((revision) => lineage.has(revision));
}

/** Those of `revisions` without a child among them. */
export function tips(revisions: ReadonlySet<Revision>): readonly Revision[] {
  return [...revisions].filter(
    (revision) => !revision.children.some((child) => revisions.has(child)),
  );
}

function reach<R>(from: Iterable<R>, neighbours: (revision: R) => readonly R[]): Set<R> {
  const seen = new Set(from);
  // A set yields what is added meanwhile, too.
  for (const revision of seen) for (const next of neighbours(revision)) seen.add(next);
  return seen;
}
