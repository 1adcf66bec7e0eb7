import { basename } from "node:path";
import { GenError, integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { isHead, type Revision } from "./revision.js";
import { checkName, checkNewRevisionId, newRevisionId } from "./identifier.js";
import { resolveRevision, resolveRevisions } from "./resolve.js";

export interface NewRevisionOptions {
  /** The parent or, for a merge, the parents. Default: `head`. */
  readonly head?: string | readonly string[];
  /** Allows a parent that is not a head, which starts a new branch. */
  readonly splice?: boolean;
  readonly branchLabels?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly revision?: string;
}

/** The header of a revision to be written, and its parents. */
export type NewRevision = Pick<
  Revision,
  "revision" | "downRevision" | "branchLabels" | "dependsOn" | "parents"
>;

/**
 * Decides the header of a new revision. A merge is a revision with several heads.
 *
 * @example newRevision(graph, { head: "heads" }) // a merge of all heads
 */
export function newRevision(graph: RevisionGraph, options: NewRevisionOptions = {}): NewRevision {
  const revision = options.revision ?? newRevisionId();
  checkNewRevisionId(revision);
  for (const label of options.branchLabels ?? [])
    checkName("branch_label", label, "--branch-label");
  const parents = parentsOf(graph, options);
  refuseTakenNames(graph, revision, options.branchLabels ?? []);
  return {
    revision,
    downRevision: parents.map((parent) => parent.revision),
    branchLabels: [...new Set(options.branchLabels)],
    dependsOn: (options.dependsOn ?? []).map((name) => dependencyOf(graph, name)),
    parents,
  };
}

function parentsOf(graph: RevisionGraph, options: NewRevisionOptions): readonly Revision[] {
  const { head = "head", splice = false } = options;
  const parents = [head].flat().flatMap((text) => headsNamed(graph, text));
  const twice = parents.find((parent, index) => parents.indexOf(parent) !== index);
  if (twice !== undefined) {
    const problem = `Duplicate head revisions specified: ${twice.revision} is named twice.`;
    throw usageError("duplicate_target", problem, "Name each parent once.");
  }
  const inner = parents.find((parent) => !isHead(parent));
  if (inner !== undefined && !splice) {
    const children = inner.children.map((child) => child.revision).join(", ");
    const problem = `Revision ${inner.revision} is not a head revision (${children} follows); please specify --splice to create a new branch from this revision.`;
    const hint = "Omit --head to continue from the head, or add --splice to start a branch.";
    throw usageError("not_a_head", problem, hint);
  }
  return parents;
}

function headsNamed(graph: RevisionGraph, text: string): readonly Revision[] {
  try {
    return resolveRevisions(graph, text);
  } catch (error) {
    if (!(error instanceof GenError) || error.code !== "multiple_heads") throw error;
    throw integrityError(
      "multiple_heads",
      `Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge. ${error.message}`,
      'Choose one with `--head REV`, or join them with `gen merge heads -m "…"`.',
      error,
    );
  }
}

function refuseTakenNames(graph: RevisionGraph, revision: string, labels: readonly string[]): void {
  const owner = graph.names.get(revision);
  if (owner !== undefined) {
    const use = owner.revision === revision ? "the identifier" : "a branch label";
    const problem = `Revision identifier '${revision}' is taken: it is ${use} of ${basename(owner.path)}.`;
    throw usageError("duplicate_revision", problem, "Choose another one.");
  }
  for (const label of labels) {
    const taken = graph.names.get(label)?.revision ?? (label === revision ? revision : undefined);
    if (taken === undefined) continue;
    const problem = `Branch name '${label}' in revision ${revision} already used by revision ${taken}.`;
    throw usageError("duplicate_label", problem, "Choose another one.");
  }
}

/** Expands abbreviations. Branch labels stay, because they may move with their branch. */
function dependencyOf(graph: RevisionGraph, name: string): string {
  const revision = resolveRevision(graph, name);
  if (revision !== undefined) return revision.labels.includes(name) ? name : revision.revision;
  const problem = `A revision cannot depend on '${name}'.`;
  throw usageError("revision_identifier", problem, "Name a revision or a branch label.");
}
