/** What `upgrade` and `downgrade` share: how a run is started, watched and told. */
import type { Step } from "../../revisions/plan.js";
import type { RunOptions, RunResult } from "../../runtime/run.js";
import { type CommandContext, openDatabase } from "../context.js";

/** The options of a run whose steps are told on stderr. */
export async function runOptions(context: CommandContext): Promise<RunOptions> {
  const { output, options, signal } = context;
  const [config, graph] = [await context.config(), await context.graph()];
  return {
    config,
    graph,
    connection: await context.connection(),
    args: options.args,
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

/** Says what a run has done. */
export function printRun(context: CommandContext, { steps, heads }: RunResult): void {
  const { output } = context;
  const place = heads.length === 0 ? "base" : heads.join(", ");
  if (steps.length === 0) output.note(`Nothing to do: the database is at ${place}.`);
  output.result({ text: () => [], json: () => ({ steps, heads }) });
}

/** @example "Running upgrade 9b1c7d20aa41 -> 3f2a9c81b0de, Add manufacturer column" */
function describeStep({ direction, revision }: Step): string {
  const parents = revision.downRevision.length === 0 ? "<base>" : revision.downRevision.join(", ");
  const ends =
    direction === "upgrade" ? [parents, revision.revision] : [revision.revision, parents];
  const message = revision.message === "" ? "" : `, ${revision.message}`;
  return `Running ${direction} ${ends.join(" -> ")}${message}`;
}
