import { GenError, ExitStatus } from "../../errors.js";
import type { CheckOutcome } from "../../autogenerate/check.js";
import type { Operation } from "../../operations/types.js";
import { type CommandContext, openUrl } from "../context.js";
import type { CommandDefinition } from "../program.js";

interface CheckOptions {
  readonly replay?: boolean;
  readonly drift?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("--replay", "compare the models with what the migrations make of an empty database")
    .option("--drift", "compare the database with what its migrations make of an empty one")
    .action((options: CheckOptions) => {
      const usesScratch = options.replay === true || options.drift === true;
      return run((context) => checkWhat(context, options), { handlesSignal: usesScratch });
    });
};

async function checkWhat(context: CommandContext, options: CheckOptions): Promise<ExitStatus> {
  if (options.drift && options.replay) throw contradiction();
  if (options.drift) return checkDrift(context);
  return checkModels(context, options.replay ?? false);
}

async function checkModels(context: CommandContext, replay: boolean): Promise<ExitStatus> {
  const { output, signal } = context;
  const { check, checkReplayed } = await import("../../autogenerate/index.js");
  const [config, graph] = [await context.config(), await context.graph()];
  output.progress(`Comparing the models with the ${replay ? "migrations" : "database"} …`);
  const onNote = (message: string): void => output.note(message);
  const outcome = replay
    ? await checkReplayed({ config, graph, signal, onNote })
    : await check({ config, graph, connect: context.connection });
  const { operations } = outcome;
  for (const note of outcome.notes) output.note(note);
  await tell(context, operations, {
    none: "No new upgrade operations detected.",
    some: "New upgrade operations detected:",
  });
  if (operations.length === 0) return ExitStatus.done;
  await suggestRenames(context, outcome, replay);
  output.note(advice(outcome, replay));
  return ExitStatus.pending;
}

async function suggestRenames(
  { output }: CommandContext,
  { unconfirmedRenames: renames }: CheckOutcome,
  replay: boolean,
): Promise<void> {
  if (renames.length === 0) return;
  const { renameOption } = await import("../rename-text.js");
  const what = renames.length === 1 ? "Perhaps a rename" : "Perhaps renames";
  const options = [...(replay ? ["--replay"] : []), ...renames.map(renameOption)];
  output.note(`${what}: gen revision -m "…" ${options.join(" ")}`);
}

function advice({ isAtHeads }: CheckOutcome, replay: boolean): string {
  if (replay) return 'Run `gen revision --replay -m "…"` to write a migration for them.';
  return isAtHeads
    ? 'Run `gen revision -m "…"` to write a migration for them.'
    : "The database does not have all revisions yet: run `gen upgrade heads` and check again.";
}

async function checkDrift(context: CommandContext): Promise<ExitStatus> {
  const { output, signal } = context;
  const { findDrift } = await import("../../autogenerate/index.js");
  const [config, graph] = [await context.config(), await context.graph()];
  output.progress("Comparing the database with what its migrations make …");
  const { upgrade, notes } = await findDrift({
    config,
    graph,
    signal,
    open: (url) => openUrl(context, url),
    onNote: (message) => output.note(message),
  });
  for (const note of notes) output.note(note);
  await tell(context, upgrade, {
    none: "The database is what its migrations make.",
    some: "The database differs from what its migrations make. What would take it back:",
  });
  return upgrade.length === 0 ? ExitStatus.done : ExitStatus.pending;
}

async function tell(
  { output }: CommandContext,
  operations: readonly Operation[],
  heads: { readonly none: string; readonly some: string },
): Promise<void> {
  const [{ summarize }, { operationLines }] = await Promise.all([
    import("../../autogenerate/index.js"),
    import("../hazard-text.js"),
  ]);
  output.result({
    text: (style) =>
      operations.length === 0 ? heads.none : [heads.some, ...operationLines(operations, style)],
    json: () => ({
      upToDate: operations.length === 0,
      operations: summarize(operations),
    }),
  });
}

function contradiction(): GenError {
  return new GenError("usage", "--replay and --drift ask for different comparisons.", {
    hint: "Leave one of them out.",
    status: ExitStatus.usage,
  });
}
