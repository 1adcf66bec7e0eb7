import type { MergeProof } from "../../autogenerate/conflicts/prove-merge.js";
import type { ExitStatus } from "../../errors.js";
import type { Revision } from "../../revisions/graph.js";
import { conflictsJson, lookForConflicts, tellConflicts } from "../conflict-text.js";
import type { CommandContext } from "../context.js";
import { reportError } from "../errors.js";
import { collect } from "../options.js";
import type { CommandDefinition } from "../program.js";
import { errorJson } from "../proof-text.js";

interface MergeOptions {
  readonly message?: string;
  readonly branchLabel?: readonly string[];
  readonly revId?: string;
  readonly splice?: boolean;
  readonly prove?: boolean;
}

export const define: CommandDefinition["define"] = (command, run) => {
  command
    .argument("<revisions...>", "the revisions to join; usually `heads`")
    .option("-m, --message <text>", "for the file and its name")
    .option("--branch-label <label>", "a label for the branch that begins here", collect)
    .option("--rev-id <id>", "the identifier, instead of a random one")
    .option("--splice", "allow revisions that are no heads")
    .option("--prove", "first run the branches in both orders in scratch databases and compare")
    .action((revisions: readonly string[], options: MergeOptions) =>
      run((context) => merge(context, revisions, options), { handlesSignal: true }),
    );
};

async function merge(
  context: CommandContext,
  revisions: readonly string[],
  options: MergeOptions,
): Promise<ExitStatus | void> {
  const { output, path } = context;
  const [{ createRevision }, { newRevision, resolveRevisions }, { branchPairs }] =
    await Promise.all([
      import("../../autogenerate/revision.js"),
      import("../../revisions/index.js"),
      import("../../autogenerate/conflicts/find.js"),
    ]);
  const [config, graph] = [await context.config(), await context.graph()];
  const parents = revisions.flatMap((identifier) => resolveRevisions(graph, identifier));
  if (parents.length < 2) return nothingToMerge(context, parents);
  const header = {
    head: revisions,
    ...(options.splice === undefined ? {} : { splice: options.splice }),
    ...(options.branchLabel === undefined ? {} : { branchLabels: options.branchLabel }),
    ...(options.revId === undefined ? {} : { revision: options.revId }),
  };
  // A wrong call is refused before anything is run.
  newRevision(graph, header);
  const report = await lookForConflicts(context, branchPairs(parents));
  tellConflicts(context, report);
  const proof = options.prove ? await prove(context, parents) : undefined;
  const message = options.message ?? `merge ${revisions.join(" and ")}`;
  const created = await createRevision({
    config,
    graph,
    message,
    header,
    empty: true,
    connect: context.connection,
    signal: context.signal,
    onNote: (text) => output.note(text),
  });
  if (created === null) return;
  output.note(`Generating ${path(created.path)} ... done`);
  const { hookFailure } = created;
  output.result({
    text: () => path(created.path),
    json: () => ({
      revision: created.revision,
      path: path(created.path),
      operations: [],
      ...conflictsJson(report, path),
      ...(proof === undefined ? {} : { proof }),
      ...(hookFailure === undefined ? {} : { error: errorJson(hookFailure) }),
    }),
  });
  if (hookFailure === undefined) return;
  if (!context.options.json) output.error(reportError(hookFailure));
  return hookFailure.status;
}

function nothingToMerge({ output }: CommandContext, parents: readonly Revision[]): void {
  const named = parents.length === 0 ? "No revision is" : `Only ${parents[0]?.revision} is`;
  output.note(`${named} named: nothing to merge.`);
  output.result({ text: () => [], json: () => ({ revision: null }) });
}

/** @throws GenError `merge_conflict` if the order matters; then no file is written */
async function prove(context: CommandContext, parents: readonly Revision[]): Promise<MergeProof> {
  const { output, options, signal } = context;
  const { proveMerge, refuseUnproven } =
    await import("../../autogenerate/conflicts/prove-merge.js");
  output.progress("Running the branches in both orders …");
  const proof = await proveMerge({
    config: await context.config(),
    graph: await context.graph(),
    parents,
    args: options.args,
    signal,
    onNote: (text) => output.note(text),
  });
  refuseUnproven(parents, proof);
  output.note(`Proven: both orders make the same database, ${proof.durationMs} ms.`);
  return proof;
}
