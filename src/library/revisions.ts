/** The commands that list revisions and the database's current ones. */
import { isBranchPoint, type Revision } from "../revisions/revision.js";
import { currentRevisions, history as revisionsOf, isAtHeads } from "../revisions/history.js";
import { newestFirst } from "../revisions/walk.js";
import { resolveRevisions } from "../revisions/resolve.js";
import { revisionInfo, type RevisionInfo } from "../revisions/revision.js";
import type { Outcome, Project } from "./project.js";
import type {
  CurrentState,
  HeadsOptions,
  HistoryEntry,
  HistoryOptions,
  ShowOptions,
} from "./types.js";

/** A result with the revisions of the graph, which the command line prints. */
export interface RevisionsOutcome<T = readonly RevisionInfo[]> extends Outcome<T> {
  readonly revisions: readonly Revision[];
}

export async function current(project: Project): Promise<RevisionsOutcome<CurrentState>> {
  const graph = await project.graph();
  const rows = await project.rows();
  const revisions = currentRevisions(graph, rows);
  const { result: tips } = outcome(project, revisions);
  return { revisions, result: { heads: rows, revisions: tips, atHead: isAtHeads(graph, rows) } };
}

export async function heads(project: Project, options: HeadsOptions): Promise<RevisionsOutcome> {
  const graph = await project.graph();
  return outcome(project, options.resolveDependencies ? graph.realHeads() : graph.heads());
}

export async function branches(project: Project): Promise<RevisionsOutcome> {
  const graph = await project.graph();
  const sorted = newestFirst(new Set(graph.revisions), graph.realHeads());
  return outcome(project, sorted.filter(isBranchPoint));
}

export async function history(
  project: Project,
  { range, indicateCurrent = false }: HistoryOptions,
): Promise<RevisionsOutcome<readonly HistoryEntry[]> & { readonly current: Set<Revision> }> {
  const graph = await project.graph();
  const needsDatabase = indicateCurrent || /(^|:)current(:|$)/.test(range ?? "");
  const rows = needsDatabase ? await project.rows() : [];
  const revisions = revisionsOf(graph, range, rows);
  const applied = new Set(indicateCurrent ? currentRevisions(graph, rows) : []);
  return {
    revisions,
    current: applied,
    result: revisions.map((revision) => ({
      ...revisionInfo(revision, project.settings.path),
      ...(indicateCurrent && { isCurrent: applied.has(revision) }),
    })),
  };
}

export async function show(project: Project, { revision }: ShowOptions): Promise<RevisionsOutcome> {
  const graph = await project.graph();
  return outcome(
    project,
    revision === "current"
      ? currentRevisions(graph, await project.rows())
      : resolveRevisions(graph, revision),
  );
}

function outcome(project: Project, revisions: readonly Revision[]): RevisionsOutcome {
  const { path } = project.settings;
  return { revisions, result: revisions.map((revision) => revisionInfo(revision, path)) };
}
