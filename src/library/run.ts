import { revisionInfo, type RevisionInfo } from "../revisions/revision-info.js";
import {
  downgrade as runDowngrade,
  ensureVersionTable,
  type RunOptions,
  type RunResult,
  stamp as runStamp,
  type StepPosition,
  type StepReport,
  upgrade as runUpgrade,
} from "../runtime/index.js";
import {
  downgradeScript as writeDowngrade,
  dryRunDowngrade,
  dryRunUpgrade,
  type ScriptOptions,
  type ScriptResult,
  stampScript as writeStamp,
  upgradeScript as writeUpgrade,
  versionTableScript,
} from "../runtime/script/index.js";
import { type Project, type ProjectOptions, refuseUnnamed, withProject } from "./project.js";

/** What migrations are given, and how a run is watched. */
export interface MigrationOptions extends ProjectOptions {
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
  /** What migrations see as `op.tag`. */
  readonly tag?: string;
  /** How long to wait for another run, in milliseconds; 60,000 by default. */
  readonly lockTimeoutMs?: number;
  readonly onStepStart?: (step: RevisionInfo, position: StepPosition) => void;
  readonly onStep?: (report: StepReport, position: StepPosition) => void;
}

export interface UpgradeOptions extends MigrationOptions {
  /** An identifier, or several; `head` by default. */
  readonly target?: string | readonly string[];
  /** Says what would run, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface DowngradeOptions extends MigrationOptions {
  /** What remains: an identifier, `-1`, `base`. */
  readonly target: string;
  /** Says what would run, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface StampOptions extends ProjectOptions {
  readonly targets: readonly string[];
  /** All rows are deleted first, those that no file defines too. */
  readonly purge?: boolean;
}

export type ScriptInput = Omit<MigrationOptions, "lockTimeoutMs" | "onStepStart" | "onStep">;

export function upgrade(options: UpgradeOptions): Promise<RunResult> {
  const { target = "head", dryRun = false } = options;
  return withProject(options, async (project) => {
    if (!dryRun) refuseUnnamed(project.config, options);
    const run = { ...(await runOptions(project, options)), target };
    return resultOf(await (dryRun ? dryRunUpgrade(run) : runUpgrade(run)));
  });
}

export function downgrade(options: DowngradeOptions): Promise<RunResult> {
  const { target, dryRun = false } = options;
  return withProject(options, async (project) => {
    if (!dryRun) refuseUnnamed(project.config, options);
    const run = { ...(await runOptions(project, options)), target };
    return resultOf(await (dryRun ? dryRunDowngrade(run) : runDowngrade(run)));
  });
}

export function stamp(options: StampOptions): Promise<Pick<RunResult, "heads">> {
  const { targets, purge = false } = options;
  return withProject(options, async (project) => {
    refuseUnnamed(project.config, options);
    return runStamp({ ...(await runOptions(project, options)), targets, purge });
  });
}

export function ensureVersion(options: ProjectOptions): Promise<void> {
  return withProject(options, async (project) => {
    refuseUnnamed(project.config, options);
    await ensureVersionTable(await runOptions(project, options));
  });
}

export function upgradeScript(
  options: ScriptInput & { readonly range: string },
): Promise<ScriptResult> {
  const { range } = options;
  return withProject(options, (project) =>
    writeUpgrade({ ...scriptOptions(project, options), range }),
  );
}

export function downgradeScript(
  options: ScriptInput & { readonly range: string },
): Promise<ScriptResult> {
  const { range } = options;
  return withProject(options, (project) =>
    writeDowngrade({ ...scriptOptions(project, options), range }),
  );
}

export function stampScript(
  options: ProjectOptions & { readonly ranges: readonly string[]; readonly purge?: boolean },
): Promise<Pick<ScriptResult, "heads" | "script">> {
  const { ranges, purge = false } = options;
  return withProject(options, (project) =>
    writeStamp({ ...scriptOptions(project, options), ranges, purge }),
  );
}

export function ensureVersionScript(
  options: ProjectOptions,
): Promise<Pick<ScriptResult, "script">> {
  return withProject(options, async ({ config }) => ({ script: versionTableScript(config) }));
}

async function runOptions(project: Project, options: MigrationOptions): Promise<RunOptions> {
  const { onStepStart, onStep, lockTimeoutMs } = options;
  const { openAnother } = project;
  return {
    ...scriptOptions(project, options),
    connection: await project.connect(),
    ...(openAnother === undefined ? {} : { openAnother }),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
    onStepStart: ({ revision }, position) => onStepStart?.(revisionInfo(revision), position),
    onStep: (report, _step, position) => onStep?.(report, position),
  };
}

function scriptOptions(project: Project, options: ScriptInput): ScriptOptions {
  const { args, tag, signal, onNotice } = options;
  return {
    config: project.config,
    graph: project.graph(),
    connect: project.connect,
    ...(args === undefined ? {} : { args }),
    ...(tag === undefined ? {} : { tag }),
    ...(signal === undefined ? {} : { signal }),
    ...(onNotice === undefined ? {} : { onNotice }),
  };
}

/** A plan also carries what the command line prints. */
function resultOf({ steps, heads }: RunResult): RunResult {
  return { steps, heads };
}
