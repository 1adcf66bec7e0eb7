import { basename } from "node:path";
import { type GenError, integrityError } from "../errors.js";
import type { Revision, RevisionFile } from "./revision.js";
import { checkBranchLabel, checkRevisionId } from "./revision-id.js";
import { descendants } from "./walk.js";

/** A revision while its links are being made. */
interface Draft extends Revision {
  parents: Draft[];
  dependencies: Draft[];
  requires: Draft[];
  children: Draft[];
  dependents: Draft[];
  labels: string[];
}

/** Links the files to each other and refuses what is no history. See `RevisionGraph.from`. */
export function buildRevisions(files: readonly RevisionFile[]): readonly Revision[] {
  const drafts = files.map(draftOf);
  const byRevision = indexByRevision(drafts);
  const byName = withLabels(drafts, byRevision);
  for (const draft of drafts) link(draft, byRevision, byName);
  checkAcyclic(drafts);
  removeImpliedDependencies(drafts);
  for (const draft of drafts) spreadLabels(draft);
  return drafts;
}

function draftOf(file: RevisionFile, position: number): Draft {
  checkRevisionId(file.revision, file.path);
  for (const label of file.branchLabels) checkBranchLabel(label, file.path);
  if (file.downRevision.includes(file.revision)) throw selfLoop(file, "downRevision");
  if (file.dependsOn.includes(file.revision)) throw selfLoop(file, "dependsOn");
  return {
    ...file,
    position,
    parents: [],
    dependencies: [],
    requires: [],
    children: [],
    dependents: [],
    labels: [...file.branchLabels],
  };
}

function selfLoop(file: RevisionFile, key: "downRevision" | "dependsOn"): GenError {
  return integrityError(
    "revision_loop",
    `Revision ${file.revision} (${basename(file.path)}) names itself in its own ${key}.`,
    `Correct \`${key}\` in ${file.path}.`,
  );
}

function indexByRevision(drafts: readonly Draft[]): Map<string, Draft> {
  const byRevision = new Map<string, Draft>();
  for (const draft of drafts) {
    const first = byRevision.get(draft.revision);
    if (first !== undefined) {
      throw integrityError(
        "duplicate_revision",
        `Two files define revision ${draft.revision}: ${first.path} and ${draft.path}.`,
        "Give one of them another identifier (and change the files that name it), or delete the copy.",
      );
    }
    byRevision.set(draft.revision, draft);
  }
  return byRevision;
}

function withLabels(
  drafts: readonly Draft[],
  byRevision: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, Draft> {
  const byName = new Map(byRevision);
  for (const draft of drafts) {
    for (const label of draft.branchLabels) {
      const owner = byName.get(label);
      if (owner !== undefined) throw labelTaken(label, draft, owner);
      byName.set(label, draft);
    }
  }
  return byName;
}

function labelTaken(label: string, draft: Draft, owner: Draft): GenError {
  const use = owner.revision === label ? "is the identifier of" : "is already used by";
  return integrityError(
    "duplicate_label",
    `The branch label '${label}' of revision ${draft.revision} (${basename(draft.path)}) ${use} revision ${owner.revision} (${basename(owner.path)}).`,
    "Labels and identifiers share one namespace: choose another label in one of the files.",
  );
}

function link(
  draft: Draft,
  byRevision: ReadonlyMap<string, Draft>,
  byName: ReadonlyMap<string, Draft>,
): void {
  for (const name of new Set(draft.downRevision)) {
    const parent = byRevision.get(name) ?? missing(draft, "downRevision", name);
    draft.parents.push(parent);
    parent.children.push(draft);
  }
  for (const name of draft.dependsOn) {
    const dependency = byName.get(name) ?? missing(draft, "dependsOn", name);
    if (dependency === draft) throw selfLoop(draft, "dependsOn");
    if (draft.dependencies.includes(dependency)) continue;
    draft.dependencies.push(dependency);
    dependency.dependents.push(draft);
  }
}

function missing(draft: Draft, key: string, name: string): never {
  throw integrityError(
    "missing_revision",
    `Revision ${draft.revision} (${basename(draft.path)}) names '${name}' in its ${key}, and no file defines it.`,
    `Add the file of revision ${name} (a merge or a checkout may have left it out), or correct \`${key}\` in ${draft.path}.`,
  );
}

/** A dependency that a proper ancestor also declares adds nothing and would only confuse order. */
function removeImpliedDependencies(drafts: readonly Draft[]): void {
  for (const draft of drafts) draft.requires = [...draft.parents, ...draft.dependencies];
  for (const dependency of drafts) {
    if (dependency.dependents.length < 2) continue;
    const below = descendants(dependency.dependents.flatMap((dependent) => dependent.children));
    for (const dependent of dependency.dependents) {
      if (!below.has(dependent) || dependent.parents.includes(dependency)) continue;
      dependent.requires = dependent.requires.filter((required) => required !== dependency);
    }
  }
}

/** A label holds for all descendants, and back to where its branch left another. */
function spreadLabels(origin: Draft): void {
  for (const label of origin.branchLabels) {
    for (const descendant of descendants(origin.children)) addLabel(descendant, label);
    let ancestor = forksOrMerges(origin) ? undefined : origin.parents[0];
    while (ancestor !== undefined && !forksOrMerges(ancestor)) {
      addLabel(ancestor, label);
      ancestor = ancestor.parents[0];
    }
  }
}

function forksOrMerges(draft: Draft): boolean {
  return new Set([...draft.children, ...draft.dependents]).size > 1 || draft.parents.length > 1;
}

function addLabel(draft: Draft, label: string): void {
  if (!draft.labels.includes(label)) draft.labels.push(label);
}

/** Refuses that a revision has to be applied before itself: Kahn's algorithm. */
function checkAcyclic(revisions: readonly Revision[]): void {
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
  return integrityError(
    "revision_cycle",
    `${kind} in the revisions: ${way} (each names the next in its downRevision${throughDependency ? " or dependsOn" : ""}).`,
    `Correct one of the files: ${files}.`,
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
