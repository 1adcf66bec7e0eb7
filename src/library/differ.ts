import {
  check as compareModels,
  checkReplayed,
  diff as compareSides,
  type Difference,
  findDrift,
  type OperationSummary,
  parseSide,
  script,
  summarize,
} from "../autogenerate/index.js";
import type { Operation } from "../operations/types.js";
import { openFor, type ProjectOptions, withProject } from "./project.js";

export interface CheckOptions extends ProjectOptions {
  /** Compares the models with what the migrations make of an empty database. */
  readonly replay?: boolean;
}

export interface CheckResult {
  readonly upToDate: boolean;
  /** What would have to be done to the database. */
  readonly operations: readonly OperationSummary[];
}

export interface DiffOptions extends ProjectOptions {
  /** A database URL, `models`, or `revision:ID`, as is `to`. */
  readonly from: string;
  readonly to: string;
  /** The way back. */
  readonly reverse?: boolean;
}

export interface DiffResult {
  readonly operations: readonly OperationSummary[];
  /** What makes the one the other, for `psql`; empty where nothing differs. */
  readonly script: string;
  /** Sentences about what was found and not compared. */
  readonly notes: readonly string[];
}

export function check(options: CheckOptions): Promise<CheckResult> {
  return withProject(options, async ({ config, graph, connect }) => {
    const { operations } = options.replay
      ? await checkReplayed({ config, graph: graph(), ...told(options) })
      : await compareModels({ config, graph: graph(), connect });
    return { upToDate: operations.length === 0, operations: summarize(operations) };
  });
}

export function drift(options: ProjectOptions): Promise<CheckResult> {
  return withProject(options, async ({ config, graph }) => {
    const { upgrade } = await findDrift({
      config,
      graph: graph(),
      open: (database) => openFor({ ...config, database }, options),
      ...told(options),
    });
    return { upToDate: upgrade.length === 0, operations: summarize(upgrade) };
  });
}

export function diff(options: DiffOptions): Promise<DiffResult> {
  const { connection: _, ...others } = options;
  return withProject(others, async ({ config, graph }) => {
    const difference: Difference = await compareSides({
      from: parseSide(options.from),
      to: parseSide(options.to),
      config,
      graph: async () => graph(),
      open: (database) => openFor({ ...config, database }, others),
      ...told(others),
    });
    const operations: readonly Operation[] = options.reverse
      ? difference.downgrade
      : difference.upgrade;
    return {
      operations: summarize(operations),
      script: operations.length === 0 ? "" : script(operations),
      notes: difference.notes,
    };
  });
}

function told({ signal, onNotice }: ProjectOptions) {
  return { ...(signal && { signal }), ...(onNotice && { onNote: onNotice }) };
}
