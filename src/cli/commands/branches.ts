import { revisionInfo } from "../../revisions/revision-info.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { isBranchPoint } from "../../revisions/graph.js";
import { revisionEntry, revisionLine } from "../revision-text.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command.action(() => run(branches));
};

async function branches(context: CommandContext): Promise<void> {
  const { output, options, path } = context;
  const { newestFirst } = await import("../../revisions/order.js");
  const graph = await context.graph();
  const found = newestFirst(new Set(graph.revisions), graph.realHeads()).filter(isBranchPoint);
  output.result({
    text: (style) =>
      found.flatMap((revision) => [
        ...(options.verbose
          ? revisionEntry(revision, style, { path })
          : [revisionLine(revision, style, { tree: true })]),
        ...revision.children.map((child) => {
          const indent = " ".repeat(revision.revision.length);
          return `${indent} -> ${revisionLine(child, style, { tree: true, message: options.verbose })}`;
        }),
      ]),
    json: () => found.map((revision) => revisionInfo(revision, path)),
  });
}
