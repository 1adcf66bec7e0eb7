import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Rebase } from "../../revisions/rebase.js";
import { closure, dependentClosure } from "../../revisions/walk.js";
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
  const [{ planRebase, readHeader }, { rewriteParents }] = await Promise.all([
    import("../../revisions/index.js"),
    import("../../render/rewrite-header.js"),
  ]);
  const graph = await context.graph();
  // What is wrong in the graph is said without a database.
  planRebase(graph, [], name, onto);
  const plan = planRebase(graph, await appliedRows(context), name, onto);
  const { revision, downRevision } = plan;
  const report = await lookForConflicts(context, pairsOf(plan));
  const text = await rewriteParents(
    readFileSync(revision.path, "utf8"),
    downRevision,
    path(revision.path),
  );
  readHeader(text, revision.path);
  writeFileSync(revision.path, text);
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
  const { database, databaseSource } = await context.config();
  const directory = database.replace(/^pglite:/, "");
  if (databaseSource === "default" && !existsSync(directory)) return [];
  return currentRows(context);
}

/** What moves, and what it is put behind. */
function pairsOf({ revision, onto }: Rebase): Parameters<typeof lookForConflicts>[1] {
  if (onto === undefined) return [];
  const below = closure([revision]);
  const passed = [...closure([onto])].filter((one) => !below.has(one));
  if (passed.length === 0) return [];
  return [
    [
      { head: revision, revisions: [...dependentClosure([revision])] },
      { head: onto, revisions: passed },
    ],
  ];
}
