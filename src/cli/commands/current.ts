import { revisionInfo } from "../../revisions/revision-info.js";
import { ExitStatus } from "../../errors.js";
import { type CommandContext, currentRows } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { revisionEntry, revisionLine } from "../revision-text.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("--check-heads", "exit with status 6 unless the database is at every head")
    .action((options: { readonly checkHeads?: boolean }) =>
      run((context) => current(context, options.checkHeads ?? false)),
    );
};

async function current(context: CommandContext, checkHeads: boolean): Promise<ExitStatus> {
  const { output, options, path } = context;
  const { currentRevisions, isAtHeads } = await import("../../revisions/history.js");
  const graph = await context.graph();
  const rows = await currentRows(context);
  const revisions = currentRevisions(graph, rows);
  const atHead = isAtHeads(graph, rows);
  const { displayUrl } = await context.connection();
  output.result({
    text: (style) => [
      ...(options.verbose ? [`Current revision(s) for ${displayUrl}:`] : []),
      ...revisions.flatMap((revision) =>
        options.verbose
          ? revisionEntry(revision, style, { path })
          : revisionLine(revision, style, { tree: true }),
      ),
    ],
    json: () => ({
      heads: rows,
      revisions: revisions.map((revision) => revisionInfo(revision, path)),
      atHead,
    }),
  });
  if (revisions.length === 0) output.note("The database is at no revision.");
  if (!checkHeads || atHead) return ExitStatus.done;
  output.note("Database is not on all head revisions. `gen upgrade heads` takes it there.");
  return ExitStatus.pending;
}
