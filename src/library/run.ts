/** The commands that change a database, and those that write the change as a script. */
import { defined } from "../defined.js";
import type { Destination } from "../revisions/plan.js";
import type { RunOptions, RunResult } from "../runtime/run.js";
import type { DryRunResult } from "../runtime/script/dry-run.js";
import type { Outcome, Project } from "./project.js";
import type {
  DowngradeOptions,
  RangeOptions,
  StampOptions,
  StampScriptOptions,
  UpgradeOptions,
} from "./types.js";

const runtime = () => import("../runtime/run.js");
const scripts = () => import("../runtime/script/script.js");
const dryRuns = () => import("../runtime/script/dry-run.js");

export interface RunOutcome extends Outcome<RunResult> {
  readonly planned?: Pick<DryRunResult, "plan" | "headsBefore">;
}

export function upgrade(project: Project, options: UpgradeOptions): Promise<RunOutcome> {
  return run(project, options, { direction: "upgrade", target: options.target ?? "head" });
}

export function downgrade(project: Project, options: DowngradeOptions): Promise<RunOutcome> {
  return run(project, options, { direction: "downgrade", target: options.target });
}

async function run(
  project: Project,
  options: UpgradeOptions,
  destination: Destination,
): Promise<RunOutcome> {
  const input = { ...(await runOptions(project, options)), ...destination };
  if (options.dryRun !== true) return { result: await (await runtime()).run(input) };
  const { steps, heads, ...planned } = await (await dryRuns()).dryRun(input);
  return { result: { steps, heads }, planned };
}

export async function stamp(project: Project, { targets, purge = false }: StampOptions) {
  const options = { ...(await runOptions(project)), targets, purge };
  return { result: await (await runtime()).stamp(options) };
}

export async function ensureVersion(project: Project) {
  await (await runtime()).ensureVersionTable(await runOptions(project));
  const { versionTable } = await project.config();
  return { result: { versionTable } };
}

const scriptOf =
  (direction: Destination["direction"]) =>
  async (project: Project, { tag, range }: RangeOptions) => {
    const input = { ...(await project.input()), ...defined({ tag }), direction, range };
    return { result: await (await scripts()).runScript(input) };
  };

export const upgradeScript = scriptOf("upgrade");
export const downgradeScript = scriptOf("downgrade");

export async function stampScript(project: Project, options: StampScriptOptions) {
  const { ranges, purge = false } = options;
  const input = { ...(await project.input()), ranges, purge };
  return { result: await (await scripts()).stampScript(input) };
}

export async function ensureVersionScript(project: Project) {
  const { formatTableScript } = await scripts();
  return { result: { script: formatTableScript((await project.config()).versionTable) } };
}

async function runOptions(
  project: Project,
  { tag, lockTimeoutMs, dryRun = false }: UpgradeOptions = {},
): Promise<RunOptions> {
  const { connection, tell } = project.settings;
  return {
    ...(await project.input()),
    ...defined({ tag, lockTimeoutMs }),
    connection: await (dryRun ? project.connect() : project.connectToChange()),
    // Another connection cannot be opened if the caller gave one instead of a URL.
    ...(connection === undefined && { openAnother: () => project.open() }),
    onStepStart: (step, position) => tell({ kind: "stepStart", step, position }),
    onStep: (report, step, position) => tell({ kind: "step", report, step, position }),
  };
}
