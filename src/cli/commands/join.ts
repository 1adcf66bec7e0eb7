/** Branches: a revision that joins them, and one put behind the other. */
import { defined } from "../../defined.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";

const load = () => import("../../library/join.js");

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
    .option("--rev-id <id>", "the identifier (default: a random one)")
    .option("--splice", "allow revisions that are not heads")
    .option("--prove", "first run the branches in both orders in scratch databases and compare")
    .action(
      run(
        async ({ output, project }, revisions: readonly string[], flags: MergeFlags) => {
          const { branchLabel: branchLabels, ...others } = flags;
          const options = { ...others, ...defined({ branchLabels }), revisions };
          const { result, parents, failure } = await (await load()).merge(project, options);
          const named = parents[0] === undefined ? "No revision" : `Only ${parents[0].revision}`;
          output.note(
            result === null
              ? `${named} was given, so there is nothing to merge.`
              : `Generating ${result.path} ... done`,
          );
          const json = result ?? { revision: null };
          return output.result({ text: () => result?.path ?? [], json, failure });
        },
        { handlesSignal: true },
      ),
    );
};

export const rebase: CommandDefinition = (command, run) => {
  command
    .argument("<revision>", "the revision to move, with everything that follows it")
    .requiredOption("--onto <revision>", "its new parent; `base` for none")
    .action(
      run(async ({ output, project }, name: string, { onto }: { readonly onto: string }) => {
        const { result } = await (await load()).rebase(project, { revision: name, onto });
        const { revision, path, downRevision, previousDownRevision } = result;
        const [now, before] = [downRevision, previousDownRevision].map(
          (parents) => parents.join(", ") || "<base>",
        );
        output.note(`${revision} now follows ${now} instead of ${before}.`);
        output.result({ text: () => path, json: result });
      }),
    );
};
