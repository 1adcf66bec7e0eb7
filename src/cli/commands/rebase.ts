import { existsSync } from "node:fs";
import { conflictsJson, lookForConflicts, tellConflicts } from "../conflict-text.js";
import { type CommandContext, currentRows } from "../context.js";
import type { CommandDefinition } from "../program.js";

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revision>", "the revision to move; what follows it goes along")
    .requiredOption("--onto <revision>", "its new parent; `base` for none")
    .action((revision: string, { onto }: { readonly onto: string }) =>
      run((context) => rebase(context, revision, onto)),
    );
};

async function rebase(context: CommandContext, name: string, onto: string): Promise<void> {
  const { output, path } = context;
  const [{ planRebase }, { passedBranches, writeRebase }] = await Promise.all([
    import("../../revisions/rebase.js"),
    import("../../autogenerate/rebase.js"),
  ]);
  const graph = await context.graph();
  // What is wrong in the graph is said without a database.
  planRebase(graph, [], name, onto);
  const plan = planRebase(graph, await appliedRows(context), name, onto);
  const { revision, downRevision } = plan;
  const report = await lookForConflicts(context, passedBranches(plan));
  await writeRebase(plan);
  tellConflicts(context, report);
  const follows = (parents: readonly string[]) => parents.join(", ") || "<base>";
  output.note(
    `${revision.revision} follows ${follows(downRevision)} now, and no longer ${follows(revision.downRevision)}.`,
  );
  output.result({
    text: () => path(revision.path),
    json: () => ({
      revision: revision.revision,
      path: path(revision.path),
      downRevision,
      previousDownRevision: revision.downRevision,
      ...conflictsJson(report, path),
    }),
  });
}

/** An embedded database that does not exist yet need not be made to see that nothing is applied. */
async function appliedRows(context: CommandContext): Promise<readonly string[]> {
  const { database } = await context.config();
  const directory = /^pglite:(.+)$/i.exec(database)?.[1];
  if (directory !== undefined && !existsSync(directory)) return [];
  return currentRows(context);
}
