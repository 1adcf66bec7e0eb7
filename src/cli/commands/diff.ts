import { type CommandContext, openUrl } from "../context.js";
import { paintOperation } from "../operation-text.js";
import type { CommandDefinition } from "../program.js";

interface DiffOptions {
  readonly sql?: boolean;
  readonly reverse?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<from>", "a database URL, `models`, or `revision:ID`")
    .argument("<to>", "likewise")
    .option("--sql", "print a script that makes the one the other")
    .option("--reverse", "the way back")
    .action((from: string, to: string, options: DiffOptions) =>
      run((context) => showDiff(context, [from, to], options), { handlesSignal: true }),
    );
};

async function showDiff(
  context: CommandContext,
  [from, to]: readonly [string, string],
  options: DiffOptions,
): Promise<void> {
  const { output, signal } = context;
  const [{ diff, parseSide, script, summarize }, { describeOperation }] = await Promise.all([
    import("../../autogenerate/index.js"),
    import("../../operations/index.js"),
  ]);
  const sides = { from: parseSide(from), to: parseSide(to) };
  output.progress("Comparing …");
  const found = await diff({
    ...sides,
    config: await context.config(),
    graph: context.graph,
    open: (url) => openUrl(context, url),
    signal,
    onNote: (message) => output.note(message),
  });
  for (const note of found.notes) output.note(note);
  const operations = options.reverse ? found.downgrade : found.upgrade;
  if (operations.length === 0)
    output.note(
      found.notes.length === 0 ? "They do not differ." : "They do not differ in what is compared.",
    );
  output.result({
    text: (style) =>
      options.sql
        ? script(operations)
        : operations.map((one) => paintOperation(one, describeOperation(one), style)),
    json: () => ({ operations: summarize(operations) }),
  });
}
