import { revisionInfo } from "../../revisions/revision-info.js";
import { historyLines, graphLines } from "../history-text.js";
import type { Revision } from "../../revisions/graph.js";
import { type CommandContext, currentRows } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { noRevisions } from "../revision-text.js";

interface HistoryOptions {
  readonly revRange?: string;
  readonly indicateCurrent?: boolean;
  readonly graph?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("-r, --rev-range <range>", "only [start]:[end], both included; `current` is allowed")
    .option("-i, --indicate-current", "mark the revisions that the database is at")
    .option("--graph", "draw how the revisions follow each other")
    .action((options: HistoryOptions) => run((context) => showHistory(context, options)));
};

async function showHistory(context: CommandContext, options: HistoryOptions): Promise<void> {
  const { output, path } = context;
  const { revRange, indicateCurrent = false } = options;
  const { currentRevisions, history } = await import("../../revisions/history.js");
  const graph = await context.graph();
  const needsDatabase = indicateCurrent || /(^|:)current(:|$)/.test(revRange ?? "");
  const rows = needsDatabase ? await currentRows(context) : [];
  const revisions = history(graph, revRange, rows);
  const applied = new Set(indicateCurrent ? currentRevisions(graph, rows) : []);
  const isCurrent = (revision: Revision) => applied.has(revision);
  if (graph.revisions.length === 0) output.note(noRevisions);
  output.result({
    text: (style) =>
      (options.graph ? graphLines : historyLines)(revisions, {
        style,
        verbose: context.options.verbose,
        isTerminal: context.terminal.stdout.isTTY === true,
        isCurrent,
        path,
      }),
    json: () =>
      revisions.map((revision) => ({
        ...revisionInfo(revision, path),
        ...(indicateCurrent ? { isCurrent: isCurrent(revision) } : {}),
      })),
  });
}
