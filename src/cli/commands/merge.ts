import type { CommandContext } from "../context.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";

interface MergeOptions {
  readonly message?: string;
  readonly branchLabel?: readonly string[];
  readonly revId?: string;
  readonly splice?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revisions...>", "the revisions to join; usually `heads`")
    .option("-m, --message <text>", "for the file and its name")
    .option("--branch-label <label>", "a label for the branch that begins here", collect)
    .option("--rev-id <id>", "the identifier, instead of a random one")
    .option("--splice", "allow revisions that are no heads")
    .action((revisions: readonly string[], options: MergeOptions) =>
      run((context) => merge(context, revisions, options)),
    );
};

async function merge(
  context: CommandContext,
  revisions: readonly string[],
  options: MergeOptions,
): Promise<void> {
  const { output, path } = context;
  const [{ createRevision }, { resolveRevisions }] = await Promise.all([
    import("../../autogenerate/revision.js"),
    import("../../revisions/resolve.js"),
  ]);
  const graph = await context.graph();
  const parents = revisions.flatMap((identifier) => resolveRevisions(graph, identifier));
  if (parents.length < 2) {
    output.note(
      `${parents.length === 0 ? "No revision is" : "Only one revision is"} named: nothing to merge.`,
    );
    return output.result({ text: () => [], json: () => ({ revision: null }) });
  }
  const created = await createRevision({
    config: await context.config(),
    graph,
    message: options.message ?? `merge ${revisions.join(" and ")}`,
    header: {
      head: revisions,
      ...(options.splice === undefined ? {} : { splice: options.splice }),
      ...(options.branchLabel === undefined ? {} : { branchLabels: options.branchLabel }),
      ...(options.revId === undefined ? {} : { revision: options.revId }),
    },
    empty: true,
    connect: context.connection,
  });
  if (created === null) return;
  output.note(`Generating ${path(created.path)} ... done`);
  output.result({
    text: () => path(created.path),
    json: () => ({ revision: created.revision, path: path(created.path), operations: [] }),
  });
}
