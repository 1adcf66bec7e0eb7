import { basename } from "node:path";
import { type GenError, integrityError } from "../errors.js";
import { checkName } from "./identifier.js";
import { isHead, isRealHead, type Revision, type RevisionFile } from "./revision.js";
import { descendants } from "./walk.js";

/**
 * The revisions and their order. Immutable; knows neither files nor a database.
 *
 * @example
 * const graph = RevisionGraph.from(readRevisionFiles(["migrations"]));
 * graph.heads().map((head) => head.revision);
 */
export class RevisionGraph {
  private constructor(
    /** In load order, which is the order of the file names. */
    readonly revisions: readonly Revision[],
    /** By identifier, then by branch label: they share one namespace. */
    readonly names: ReadonlyMap<string, Revision>,
  ) {}

  /** Links the files. Throws if they are not a valid history. */
  static from(files: readonly RevisionFile[]): RevisionGraph {
    const drafts = files.map(draftOf);
    const names = indexByName(drafts);
    for (const draft of drafts) link(draft, names);
    checkAcyclic(drafts);
    removeImpliedDependencies(drafts);
    for (const draft of drafts) spreadLabels(draft);
    return new RevisionGraph(drafts, names);
  }

  /** The revision with exactly this identifier. */
  get(revision: string): Revision | undefined {
    const found = this.names.get(revision);
    return found?.revision === revision ? found : undefined;
  }

  /** Revisions without a child, including those that others depend on. */
  heads(): readonly Revision[] {
    return this.revisions.filter(isHead);
  }

  /** Revisions that no other descends from or depends on: the targets of `upgrade heads`. */
  realHeads(): readonly Revision[] {
    return this.revisions.filter(isRealHead);
  }

  /** Revisions without a parent. */
  bases(): readonly Revision[] {
    return this.revisions.filter((revision) => revision.parents.length === 0);
  }
}

/** A revision whose links are being set. */
interface Draft extends Revision {
  parents: Draft[];
  dependencies: Draft[];
  requires: Draft[];
  children: Draft[];
  dependents: Draft[];
  labels: string[];
}

function draftOf(file: RevisionFile, position: number): Draft {
  checkName("revision_id", file.revision, file.path);
  for (const label of file.branchLabels) checkName("branch_label", label, file.path);
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
  const message = `Revision ${nameOf(file)} names itself in its own ${key}.`;
  return integrityError("revision_loop", message, `Correct \`${key}\` in ${file.path}.`);
}

function nameOf({ revision, path }: RevisionFile): string {
  return `${revision} (${basename(path)})`;
}

function indexByName(drafts: readonly Draft[]): ReadonlyMap<string, Draft> {
  const byName = new Map<string, Draft>();
  for (const draft of drafts) {
    const first = byName.get(draft.revision);
    if (first !== undefined) {
      throw integrityError(
        "duplicate_revision",
        `Two files define revision ${draft.revision}: ${first.path} and ${draft.path}.`,
        "Give one of them another identifier (and change the files that name it), or delete the copy.",
      );
    }
    byName.set(draft.revision, draft);
  }
  for (const draft of drafts) {
    for (const label of draft.branchLabels) {
      const owner = byName.get(label);
      if (owner !== undefined) {
        const use = owner.revision === label ? "is the identifier of" : "is already used by";
        throw integrityError(
          "duplicate_label",
          `The branch label '${label}' of revision ${nameOf(draft)} ${use} revision ${nameOf(owner)}.`,
          "Labels and identifiers share one namespace: choose another label in one of the files.",
        );
      }
      byName.set(label, draft);
    }
  }
  return byName;
}

function link(draft: Draft, names: ReadonlyMap<string, Draft>): void {
  for (const name of new Set(draft.downRevision)) {
    const parent = names.get(name);
    if (parent?.revision !== name) throw missing(draft, "downRevision", name);
    draft.parents.push(parent);
    parent.children.push(draft);
  }
  for (const name of draft.dependsOn) {
    const dependency = names.get(name);
    if (dependency === undefined) throw missing(draft, "dependsOn", name);
    if (dependency === draft) throw selfLoop(draft, "dependsOn");
    if (draft.dependencies.includes(dependency)) continue;
    draft.dependencies.push(dependency);
    dependency.dependents.push(draft);
  }
  draft.requires.push(...draft.parents, ...draft.dependencies);
}

function missing(draft: Draft, key: string, name: string): GenError {
  return integrityError(
    "missing_revision",
    `Revision ${nameOf(draft)} names '${name}' in its ${key}, and no file defines it.`,
    `Add the file of revision ${name} (a merge or a checkout may have left it out), or correct \`${key}\` in ${draft.path}.`,
  );
}

/** Removes dependencies that a proper ancestor declares too: they would confuse the order. */
function removeImpliedDependencies(drafts: readonly Draft[]): void {
  for (const dependency of drafts) {
    if (dependency.dependents.length < 2) continue;
    const below = descendants(dependency.dependents.flatMap((dependent) => dependent.children));
    for (const dependent of dependency.dependents) {
      if (!below.has(dependent) || dependent.parents.includes(dependency)) continue;
      dependent.requires = dependent.requires.filter((required) => required !== dependency);
    }
  }
}

/** A label applies to all descendants, and to ancestors up to where its branch forked. */
function spreadLabels(origin: Draft): void {
  if (origin.branchLabels.length === 0) return;
  const branch = descendants(origin.children);
  let ancestor = forksOrMerges(origin) ? undefined : origin.parents[0];
  while (ancestor !== undefined && !forksOrMerges(ancestor)) {
    branch.add(ancestor);
    ancestor = ancestor.parents[0];
  }
  for (const { labels } of branch)
    labels.push(...origin.branchLabels.filter((label) => !labels.includes(label)));
}

function forksOrMerges(draft: Draft): boolean {
  return new Set([...draft.children, ...draft.dependents]).size > 1 || draft.parents.length > 1;
}

/** Refuses cycles (Kahn's algorithm). */
function checkAcyclic(revisions: readonly Revision[]): void {
  const waiting = new Map(revisions.map((revision) => [revision, revision.requires.length]));
  const ready = revisions.filter(({ requires }) => requires.length === 0);
  for (const next of ready) {
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
  const isParents = cycle.every(({ parents }, at) =>
    parents.some((parent) => parent === cycle[(at + 1) % cycle.length]),
  );
  const [kind, keys] = isParents
    ? ["Cycle", "downRevision"]
    : ["Dependency cycle", "downRevision or dependsOn"];
  const names = cycle.map(({ revision }) => revision);
  const way = [...shortened(names), names[0]].join(" -> ");
  const files = shortened(cycle.map(({ path }) => basename(path))).join(", ");
  const message = `${kind} in the revisions: ${way} (each names the next in its ${keys}).`;
  return integrityError("revision_cycle", message, `Correct one of the files: ${files}.`);
}

/** Shortens a long cycle to its ends. */
function shortened(names: readonly string[]): readonly string[] {
  if (names.length <= 12) return names;
  return [...names.slice(0, 5), `… (${names.length - 10} more)`, ...names.slice(-5)];
}

/** Every stuck revision requires another stuck one, so walking down finds a cycle. */
function findCycle(stuck: ReadonlySet<Revision>): readonly Revision[] {
  const way: Revision[] = [];
  const places = new Map<Revision, number>();
  let next = [...stuck][0];
  while (next !== undefined) {
    const place = places.get(next);
    if (place !== undefined) return way.slice(place);
    places.set(next, way.length);
    way.push(next);
    next = next.requires.find((required) => stuck.has(required));
  }
  return way;
}
