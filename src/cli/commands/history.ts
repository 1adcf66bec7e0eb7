import type { Revision } from "../../revisions/graph.js";
import { type CommandContext, currentRows } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { revisionEntry, revisionJson, revisionLine } from "../revision-text.js";

interface HistoryOptions {
  readonly revRange?: string;
  readonly indicateCurrent?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("-r, --rev-range <range>", "only [start]:[end], both included; `current` is allowed")
    .option("-i, --indicate-current", "mark the revisions that the database is at")
    .action((options: HistoryOptions) => run((context) => showHistory(context, options)));
};

async function showHistory(context: CommandContext, options: HistoryOptions): Promise<void> {
  const { output, path } = context;
  const { revRange, indicateCurrent = false } = options;
  const { verbose } = context.options;
  const { currentRevisions, history } = await import("../../revisions/history.js");
  const graph = await context.graph();
  const needsDatabase = indicateCurrent || /(^|:)current(:|$)/.test(revRange ?? "");
  const rows = needsDatabase ? await currentRows(context) : [];
  const revisions = history(graph, revRange, rows);
  const applied = new Set(indicateCurrent ? currentRevisions(graph, rows) : []);
  const isCurrent = (revision: Revision) => applied.has(revision);
  output.result({
    text: (style) =>
      revisions.flatMap((revision) =>
        verbose
          ? revisionEntry(revision, style, { path, isCurrent: isCurrent(revision) })
          : revisionLine(revision, style, {
              parents: true,
              tree: true,
              message: true,
              isCurrent: isCurrent(revision),
            }),
      ),
    json: () =>
      revisions.map((revision) => ({
        ...revisionJson(revision, path),
        ...(indicateCurrent ? { isCurrent: isCurrent(revision) } : {}),
      })),
  });
}
