/** What `upgrade` and `downgrade` share: how a run is started, watched and told. */
import type { Command } from "commander";
import { ExitStatus, GenError } from "../../errors.js";
import { describeStep } from "../../runtime/describe-step.js";
import type { RunOptions, RunResult } from "../../runtime/run.js";
import type { DryRunResult, ScriptOptions, ScriptResult } from "../../runtime/script/index.js";
import { changingConnection, type CommandContext, openDatabase } from "../context.js";

/** Run, write as a script, or only plan. */
export interface RunFlags {
  readonly sql?: boolean;
  readonly dryRun?: boolean;
  readonly tag?: string;
}

export function addRunFlags(command: Command): Command {
  return command
    .option("--sql", "print a script for psql instead of running, without a database")
    .option("--dry-run", "print what would run on the database, and change nothing")
    .option("--tag <text>", "reaches migrations as op.tag");
}

/** The options of a run whose steps are told on stderr. */
export async function runOptions(
  context: CommandContext,
  { tag, dryRun = false }: RunFlags = {},
): Promise<RunOptions> {
  const { output, options, signal } = context;
  const [config, graph] = [await context.config(), await context.graph()];
  return {
    config,
    graph,
    connection: await (dryRun ? context.connection() : changingConnection(context)),
    args: options.args,
    ...(tag === undefined ? {} : { tag }),
    signal,
    openAnother: () => openDatabase(context),
    onNotice: (text) => output.warn(text),
    onStepStart: (step, { number, total }) =>
      output.begin(describeStep(step), total === 1 ? "" : `${number}/${total}`),
    onStep: (report, step) => {
      output.complete(describeStep(step), `${report.durationMs} ms`);
      for (const sql of report.sql) output.detail(sql);
    },
  };
}

/** The options of a script. No database is opened unless the script starts where one is. */
export async function scriptOptions(
  context: CommandContext,
  { tag }: Pick<RunFlags, "tag"> = {},
): Promise<ScriptOptions> {
  const { output, options, signal } = context;
  return {
    config: await context.config(),
    graph: await context.graph(),
    args: options.args,
    ...(tag === undefined ? {} : { tag }),
    signal,
    onNotice: (text) => output.warn(text),
    connect: context.connection,
  };
}

/** @throws GenError `usage` */
export function refuseBoth({ sql, dryRun }: RunFlags): void {
  if (sql !== true || dryRun !== true) return;
  throw new GenError("usage", "--sql and --dry-run contradict each other.", {
    hint: "--sql prints a script that needs no database; --dry-run asks the database what would run.",
    status: ExitStatus.usage,
  });
}

/** Says what a run has done. */
export function printRun(context: CommandContext, { steps, heads }: RunResult): void {
  const { output } = context;
  if (steps.length === 0) output.note(`Nothing to do: the database is at ${placeOf(heads)}.`);
  output.result({ text: () => [], json: () => ({ steps, heads }) });
}

/** Prints a script to stdout. */
export function printScript(
  { output }: CommandContext,
  { script, steps, heads }: ScriptResult,
): void {
  if (steps.length === 0) output.note(`Nothing to do: the range ends at ${placeOf(heads)}.`);
  output.result({
    verbatim: true,
    text: () => script.trimEnd(),
    json: () => ({ steps, heads, script }),
  });
}

/** Prints what would be run. */
export function printPlan({ output }: CommandContext, result: DryRunResult): void {
  const { steps, heads, headsBefore, plan } = result;
  output.result({ text: () => plan.trimEnd(), json: () => ({ steps, heads }) });
  output.note(
    steps.length === 0
      ? `Nothing to do: the database is at ${placeOf(heads)}.`
      : `Nothing was changed. ${count(steps.length)} would take the database from ${placeOf(headsBefore)} to ${placeOf(heads)}.`,
  );
}

/** Where rows say that a database is. */
export function placeOf(heads: readonly string[]): string {
  return heads.length === 0 ? "base" : heads.join(", ");
}

function count(steps: number): string {
  return steps === 1 ? "1 migration" : `${steps} migrations`;
}
