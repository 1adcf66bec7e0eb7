/** The commands on branches: find conflicts, merge, rebase. */
import { existsSync } from "node:fs";
import {
  type BranchPair,
  branchPairs,
  type ConflictReport,
  findConflicts,
  isForked,
  passedBranches,
} from "../autogenerate/conflicts/find.js";
import type { MergeProof } from "../autogenerate/conflicts/prove-merge.js";
import { defined } from "../defined.js";
import { writeRebase } from "../revisions/files.js";
import type { Revision } from "../revisions/revision.js";
import { newRevision } from "../revisions/new-revision.js";
import { planRebase } from "../revisions/rebase.js";
import { resolveRevisions } from "../revisions/resolve.js";
import type { Outcome, Project } from "./project.js";
import { headerOf, writeRevision } from "./revision.js";
import type {
  ConflictOptions,
  MergedRevision,
  MergeOptions,
  RebasedRevision,
  RebaseOptions,
} from "./types.js";

export async function conflicts(
  project: Project,
  { revisions = ["heads"] }: ConflictOptions,
): Promise<Outcome<ConflictReport>> {
  return { result: await conflictsIn(project, branchPairs(await resolveAll(project, revisions))) };
}

async function conflictsIn(project: Project, pairs: readonly BranchPair[]) {
  const { directory } = await project.config();
  const { args, path } = project.settings;
  return findConflicts(pairs, { directory, args, path });
}

export async function merge(
  project: Project,
  { revisions = ["heads"], prove, ...options }: MergeOptions,
): Promise<Outcome<MergedRevision | null> & { readonly parents: readonly Revision[] }> {
  const parents = await resolveAll(project, revisions);
  if (parents.length < 2) return { result: null, parents };
  const message = options.message ?? `merge ${revisions.join(" and ")}`;
  const request = { ...options, message, empty: true, head: revisions };
  // Throws for invalid options before any migration runs.
  newRevision(await project.graph(), headerOf(request));
  const report = await lookForConflicts(project, branchPairs(parents));
  project.settings.tell({ kind: "conflicts", report });
  let proof: MergeProof | undefined;
  if (prove === true) {
    const { proveMerge, refuseUnproven } = await import("../autogenerate/conflicts/prove-merge.js");
    project.progress("Running the branches in both orders …");
    proof = await proveMerge({ ...(await project.input()), parents });
    refuseUnproven(parents, proof);
    project.note(`Proven: both orders produce the same database, ${proof.durationMs} ms.`);
  }
  const { result: written, failure } = await writeRevision(project, request);
  if (written === null) return { result: null, parents };
  const { revision, path, operations } = written;
  const result = { revision, path, operations, ...report, ...defined({ proof }) };
  return { result, parents, ...defined({ failure }) };
}

export async function rebase(
  project: Project,
  { revision: name, onto }: RebaseOptions,
): Promise<Outcome<RebasedRevision>> {
  const graph = await project.graph();
  // Reports mistakes that can be seen in the graph before a database is opened.
  planRebase(graph, [], name, onto);
  const { database } = await project.config();
  const directory = /^pglite:(.+)$/i.exec(database)?.[1];
  const isGiven = project.settings.connection !== undefined;
  // An embedded database that does not exist has no version rows, and must not be created here.
  const isThere = isGiven || directory === undefined || existsSync(directory);
  const plan = planRebase(graph, isThere ? await project.rows() : [], name, onto);
  const { revision, downRevision } = plan;
  const report = await lookForConflicts(project, passedBranches(plan));
  writeRebase(plan);
  project.settings.tell({ kind: "conflicts", report });
  const path = project.settings.path(revision.path);
  const parents = { downRevision, previousDownRevision: revision.downRevision };
  return { result: { revision: revision.revision, path, ...parents, ...report } };
}

/** With more heads or revisions, looking for conflicts takes too long. */
const mostHeads = 8;
const mostRevisions = 200;

/** Says how to join several heads, and which conflicts their branches have. */
export async function adviseOnHeads(project: Project, heads: readonly Revision[]): Promise<void> {
  if (heads.length > mostHeads) return;
  const pairs = branchPairs(heads).filter(isForked);
  if (pairs.length === 0) return;
  project.note(
    'Merge the heads with `gen merge heads -m "…"`, or move one onto the other with `gen rebase REV --onto REV`.',
  );
  const revisions = new Set(pairs.flat().flatMap((branch) => branch.revisions));
  if (revisions.size > mostRevisions) return;
  project.settings.tell({ kind: "conflicts", report: await lookForConflicts(project, pairs) });
}

/** A failure becomes a note: the command's own purpose is another one. */
async function lookForConflicts(
  project: Project,
  pairs: readonly BranchPair[],
): Promise<ConflictReport> {
  const none = { conflicts: [], unjudged: [] };
  if (pairs.length === 0) return none;
  try {
    return await conflictsIn(project, pairs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    project.note(`Cannot tell whether the branches touch the same objects: ${reason}`);
    return none;
  }
}

async function resolveAll(
  project: Project,
  identifiers: readonly string[],
): Promise<readonly Revision[]> {
  const graph = await project.graph();
  return identifiers.flatMap((identifier) => resolveRevisions(graph, identifier));
}
