import { branchPairs, type ConflictReport, findConflicts } from "../autogenerate/conflicts/find.js";
import { passedBranches, writeRebase } from "../autogenerate/rebase.js";
import { planRebase, resolveRevisions } from "../revisions/index.js";
import { currentRows } from "../runtime/version-table.js";
import { type ProjectOptions, withProject } from "./project.js";

export interface ConflictOptions extends ProjectOptions {
  /** What would be joined; `["heads"]` by default. */
  readonly revisions?: readonly string[];
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
}

export interface RebaseOptions extends ProjectOptions {
  /** The revision that moves; what follows it goes along. */
  readonly revision: string;
  /** Its new parent; `base` for none. */
  readonly onto: string;
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
}

export interface RebasedRevision extends ConflictReport {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly downRevision: readonly string[];
  readonly previousDownRevision: readonly string[];
}

export function conflicts(options: ConflictOptions): Promise<ConflictReport> {
  const { revisions = ["heads"], args } = options;
  return withProject(options, async ({ config: { directory }, graph: readGraph }) => {
    const graph = readGraph();
    const joined = revisions.flatMap((identifier) => resolveRevisions(graph, identifier));
    return findConflicts(branchPairs(joined), { directory, args });
  });
}

export function rebase(options: RebaseOptions): Promise<RebasedRevision> {
  return withProject(options, async ({ config, graph, connect }) => {
    const rows = await currentRows(await connect(), config.versionTable);
    const plan = planRebase(graph(), rows, options.revision, options.onto);
    const { directory } = config;
    const report = await findConflicts(passedBranches(plan), { directory, args: options.args });
    await writeRebase(plan);
    return {
      revision: plan.revision.revision,
      path: plan.revision.path,
      downRevision: plan.downRevision,
      previousDownRevision: plan.revision.downRevision,
      ...report,
    };
  });
}
