import { revisionInfo } from "../../revisions/revision-info.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { revisionEntry, revisionLine } from "../revision-text.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("--resolve-dependencies", "leave out heads that other revisions depend on")
    .action((options: { readonly resolveDependencies?: boolean }) =>
      run((context) => heads(context, options.resolveDependencies ?? false)),
    );
};

async function heads(context: CommandContext, resolveDependencies: boolean): Promise<void> {
  const { output, options, path } = context;
  const graph = await context.graph();
  const found = resolveDependencies ? graph.realHeads() : graph.heads();
  output.result({
    text: (style) =>
      found.flatMap((head) =>
        options.verbose ? revisionEntry(head, style, { path }) : revisionLine(head, style),
      ),
    json: () => found.map((head) => revisionInfo(head, path)),
  });
}
