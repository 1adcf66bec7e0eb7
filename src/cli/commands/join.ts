/** Branches: a revision that joins them, and one put behind the other. */
import { defined } from "../../defined.js";
import type { ExitStatus } from "../../errors.js";
import type { CommandContext } from "../context.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";

interface MergeFlags {
  readonly message?: string;
  readonly branchLabel?: readonly string[];
  readonly revId?: string;
  readonly splice?: boolean;
  readonly prove?: boolean;
}

export const merge: CommandDefinition = (command, run) => {
  command
    .argument("<revisions...>", "the revisions to merge; usually `heads`")
    .option("-m, --message <text>", "the file's title and part of its name")
    .option("--branch-label <label>", "a label for the branch that starts here", collect)
    .option("--rev-id <id>", "the identifier, instead of a random one")
    .option("--splice", "allow revisions that are not heads")
    .option("--prove", "first run the branches in both orders in scratch databases and compare")
    .action(run(mergeRevisions, { handlesSignal: true }));
};

async function mergeRevisions(
  { output, project }: CommandContext,
  revisions: readonly string[],
  { branchLabel, ...flags }: MergeFlags,
): Promise<ExitStatus | void> {
  const library = await import("../../library/join.js");
  const options = { ...flags, ...defined({ branchLabels: branchLabel }), revisions };
  const { result, parents, failure } = await library.merge(project, options);
  if (result === null) {
    const named = parents.length === 0 ? "No revision was" : `Only ${parents[0]?.revision} was`;
    output.note(`${named} given: nothing to merge.`);
  } else output.note(`Generating ${result.path} ... done`);
  const json = result ?? { revision: null };
  return output.result({ text: () => result?.path ?? [], json, failure });
}

export const rebase: CommandDefinition = (command, run) => {
  command
    .argument("<revision>", "the revision to move, with everything that follows it")
    .requiredOption("--onto <revision>", "its new parent; `base` for none")
    .action(run(rebaseRevision));
};

async function rebaseRevision(
  { output, project }: CommandContext,
  name: string,
  { onto }: { readonly onto: string },
): Promise<void> {
  const library = await import("../../library/join.js");
  const { result } = await library.rebase(project, { revision: name, onto });
  const { revision, path, downRevision, previousDownRevision } = result;
  const follows = (parents: readonly string[]) => parents.join(", ") || "<base>";
  output.note(
    `${revision} now follows ${follows(downRevision)} instead of ${follows(previousDownRevision)}.`,
  );
  output.result({ text: () => path, json: result });
}
