import { basename } from "node:path";
import { ExitStatus, GenError } from "../errors.js";
import { checkAcyclic } from "./cycle.js";
import type { Revision } from "./graph.js";
import { checkBranchLabel, checkRevisionId } from "./revision-id.js";
import type { RevisionFile } from "./graph.js";

/** A revision while its links are being made. */
export interface Draft extends Revision {
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
  return new GenError(
    "revision_loop",
    `Revision ${file.revision} (${basename(file.path)}) names itself in its own ${key}.`,
    { hint: `Correct \`${key}\` in ${file.path}.`, status: ExitStatus.integrity },
  );
}

function indexByRevision(drafts: readonly Draft[]): Map<string, Draft> {
  const byRevision = new Map<string, Draft>();
  for (const draft of drafts) {
    const first = byRevision.get(draft.revision);
    if (first !== undefined) {
      throw new GenError(
        "duplicate_revision",
        `Two files define revision ${draft.revision}: ${first.path} and ${draft.path}.`,
        {
          hint: "Give one of them another identifier (and change the files that name it), or delete the copy.",
          status: ExitStatus.integrity,
        },
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
  return new GenError(
    "duplicate_label",
    `The branch label '${label}' of revision ${draft.revision} (${basename(draft.path)}) ${use} revision ${owner.revision} (${basename(owner.path)}).`,
    {
      hint: "Labels and identifiers share one namespace: choose another label in one of the files.",
      status: ExitStatus.integrity,
    },
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
  throw new GenError(
    "missing_revision",
    `Revision ${draft.revision} (${basename(draft.path)}) names '${name}' in its ${key}, and no file defines it.`,
    {
      hint: `Add the file of revision ${name} (a merge or a checkout may have left it out), or correct \`${key}\` in ${draft.path}.`,
      status: ExitStatus.integrity,
    },
  );
}

/** A dependency that a proper ancestor also declares adds nothing and would only confuse order. */
function removeImpliedDependencies(drafts: readonly Draft[]): void {
  for (const draft of drafts) draft.requires = [...draft.parents, ...draft.dependencies];
  for (const dependency of drafts) {
    if (dependency.dependents.length < 2) continue;
    const below = new Set<Draft>();
    const todo = dependency.dependents.flatMap((dependent) => dependent.children);
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (below.has(next)) continue;
      below.add(next);
      todo.push(...next.children);
    }
    for (const dependent of dependency.dependents) {
      if (!below.has(dependent) || dependent.parents.includes(dependency)) continue;
      dependent.requires = dependent.requires.filter((required) => required !== dependency);
    }
  }
}

/** A label holds for all descendants, and back to where its branch left another. */
function spreadLabels(origin: Draft): void {
  for (const label of origin.branchLabels) {
    const seen = new Set<Draft>([origin]);
    const todo = [...origin.children];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      addLabel(next, label);
      todo.push(...next.children);
    }
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
