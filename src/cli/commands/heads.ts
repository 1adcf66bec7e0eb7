import type { Revision } from "../../revisions/graph.js";
import { revisionInfo } from "../../revisions/revision-info.js";
import { lookForConflicts, tellConflicts } from "../conflict-text.js";
import type { CommandContext } from "../context.js";
import type { CommandDefinition } from "../program.js";
import { noRevisions, revisionEntry, revisionLine } from "../revision-text.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .option("--resolve-dependencies", "leave out heads that other revisions depend on")
    .action((options: { readonly resolveDependencies?: boolean }) =>
      run((context) => showHeads(context, options.resolveDependencies ?? false)),
    );
};

async function showHeads(context: CommandContext, resolveDependencies: boolean): Promise<void> {
  const { output, options, path } = context;
  const graph = await context.graph();
  const found = resolveDependencies ? graph.realHeads() : graph.heads();
  if (found.length === 0) output.note(noRevisions);
  output.result({
    text: (style) =>
      found.flatMap((head) =>
        options.verbose ? revisionEntry(head, style, { path }) : revisionLine(head, style),
      ),
    json: () => found.map((head) => revisionInfo(head, path)),
  });
  if (found.length > 1 && !options.json && !options.quiet) await adviseOn(found, context);
}

/** More branches, or more migrations in them, than are worth the time that this costs. */
const mostHeads = 8;
const mostRevisions = 200;

/** Says how heads that have parted can be joined, and whether that is only a matter of the graph. */
async function adviseOn(heads: readonly Revision[], context: CommandContext): Promise<void> {
  if (heads.length > mostHeads) return;
  const { branchPairs, isForked } = await import("../../autogenerate/conflicts/find.js");
  const pairs = branchPairs(heads).filter(isForked);
  if (pairs.length === 0) return;
  context.output.note(
    'Join the heads: `gen merge heads -m "…"`; or put one behind the other: `gen rebase REV --onto REV`.',
  );
  const revisions = new Set(pairs.flat().flatMap((branch) => branch.revisions));
  if (revisions.size > mostRevisions) return;
  tellConflicts(context, await lookForConflicts(context, pairs));
}
