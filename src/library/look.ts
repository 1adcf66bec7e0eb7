import { isBranchPoint, type Revision } from "../revisions/graph.js";
import { currentRevisions, history as revisionsOf, isAtHeads } from "../revisions/history.js";
import { newestFirst } from "../revisions/order.js";
import { resolveRevisions } from "../revisions/resolve.js";
import { revisionInfo, type RevisionInfo } from "../revisions/revision-info.js";
import { currentRows } from "../runtime/version-table.js";
import { type Project, type ProjectOptions, withProject } from "./project.js";

export interface CurrentState {
  /** The rows of the version table. */
  readonly heads: readonly string[];
  /** The tips of what is applied, those that the rows imply by `dependsOn` too. */
  readonly revisions: readonly RevisionInfo[];
  /** Whether nothing is left for `upgrade`. */
  readonly atHead: boolean;
}

export interface HistoryOptions extends ProjectOptions {
  /** `A:B`, `A:` or `:B`, both included; `current` asks the database. */
  readonly range?: string;
  /** Asks the database, and says of each revision whether it is there. */
  readonly indicateCurrent?: boolean;
}

export interface HistoryEntry extends RevisionInfo {
  readonly isCurrent?: boolean;
}

export function current(options: ProjectOptions): Promise<CurrentState> {
  return withProject(options, async (project) => {
    const graph = project.graph();
    const rows = await rowsOf(project);
    return {
      heads: rows,
      revisions: infos(currentRevisions(graph, rows)),
      atHead: isAtHeads(graph, rows),
    };
  });
}

export function heads(
  options: ProjectOptions & { readonly resolveDependencies?: boolean },
): Promise<readonly RevisionInfo[]> {
  return withProject(options, async ({ graph }) =>
    infos(options.resolveDependencies === true ? graph().realHeads() : graph().heads()),
  );
}

export function branches(options: ProjectOptions): Promise<readonly RevisionInfo[]> {
  return withProject(options, async (project) => {
    const graph = project.graph();
    const sorted = newestFirst(new Set(graph.revisions), graph.realHeads());
    return infos(sorted.filter(isBranchPoint));
  });
}

export function history(options: HistoryOptions): Promise<readonly HistoryEntry[]> {
  const { range, indicateCurrent = false } = options;
  return withProject(options, async (project) => {
    const asks = indicateCurrent || /(^|:)current(:|$)/.test(range ?? "");
    const rows = asks ? await rowsOf(project) : [];
    const graph = project.graph();
    const applied = new Set(indicateCurrent ? currentRevisions(graph, rows) : []);
    return revisionsOf(graph, range, rows).map((revision) => ({
      ...revisionInfo(revision),
      ...(indicateCurrent ? { isCurrent: applied.has(revision) } : {}),
    }));
  });
}

export function show(
  options: ProjectOptions & { readonly revision: string },
): Promise<readonly RevisionInfo[]> {
  const { revision } = options;
  return withProject(options, async (project) => {
    const graph = project.graph();
    return infos(
      revision === "current"
        ? currentRevisions(graph, await rowsOf(project))
        : resolveRevisions(graph, revision),
    );
  });
}

async function rowsOf({ config, connect }: Project): Promise<readonly string[]> {
  return currentRows(await connect(), config.versionTable);
}

function infos(revisions: readonly Revision[]): readonly RevisionInfo[] {
  return revisions.map((revision) => revisionInfo(revision));
}
