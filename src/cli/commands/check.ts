import { ExitStatus } from "../../errors.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command.action(() => run(checkModels));
};

async function checkModels(context: CommandContext): Promise<ExitStatus> {
  const { output } = context;
  const [{ check, summarize }, { formatRename }, { describeOperation }] = await Promise.all([
    import("../../autogenerate/index.js"),
    import("../../compare/rename-syntax.js"),
    import("../../operations/index.js"),
  ]);
  const [config, graph] = [await context.config(), await context.graph()];
  output.progress("Comparing the models with the database …");
  const outcome = await check({ config, graph, connect: context.connection });
  const { operations } = outcome;
  for (const note of outcome.notes) output.note(note);
  output.result({
    text: (style) =>
      operations.length === 0
        ? "No new upgrade operations detected."
        : [
            "New upgrade operations detected:",
            ...operations.map((operation) => `  ${style.yellow(describeOperation(operation))}`),
          ],
    json: () => ({
      upToDate: operations.length === 0,
      operations: operations.map(summarize),
    }),
  });
  if (operations.length === 0) return ExitStatus.done;
  for (const rename of outcome.unconfirmedRenames) {
    output.note(`Perhaps a rename: gen revision --rename ${formatRename(rename)}`);
  }
  output.note(
    outcome.isAtHeads
      ? 'Run `gen revision -m "…"` to write a migration for them.'
      : "The database has not all revisions yet: run `gen upgrade heads` and check again.",
  );
  return ExitStatus.pending;
}
