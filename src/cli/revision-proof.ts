/** `revision --prove REVISION`: a migration that is there already. */
import { ExitStatus, GenError } from "../errors.js";
import type { RevisionOptions } from "./commands/revision.js";
import type { CommandContext } from "./context.js";
import { reportError } from "./errors.js";
import { errorJson, proofJson, provenWrong, tellProof } from "./proof-text.js";

/** @param given None of the command's other options may be among it. */
export async function proveFileOf(
  context: CommandContext,
  identifier: string,
  given: RevisionOptions,
): Promise<ExitStatus | void> {
  if (othersOf(given).some((value) => value !== undefined)) throw contradiction(identifier);
  const { output, options, signal, path } = context;
  const [{ proveRevision }, { resolveRevision }] = await Promise.all([
    import("../autogenerate/prove-revision.js"),
    import("../revisions/index.js"),
  ]);
  const [config, graph] = [await context.config(), await context.graph()];
  const revision = resolveRevision(graph, identifier);
  if (revision === undefined) throw nothingToProve(identifier);
  output.progress(`Proving ${path(revision.path)} …`);
  const proof = await proveRevision({
    config,
    graph,
    revision,
    connect: context.connection,
    args: options.args,
    signal,
    onNote: (text) => output.note(text),
  });
  for (const note of proof.notes) output.note(note);
  tellProof(context, proof);
  const error = provenWrong(proof, path(revision.path));
  output.result({
    text: () => [],
    json: () => ({
      revision: revision.revision,
      path: path(revision.path),
      proof: proofJson(proof),
      ...(error === undefined ? {} : { error: errorJson(error) }),
    }),
  });
  if (error === undefined) return;
  // With --json the one document on stdout has said it already.
  if (!options.json) output.error(reportError(error));
  return error.status;
}

function othersOf(given: RevisionOptions): readonly unknown[] {
  const { message, head, splice, branchLabel, dependsOn, revId, versionPath } = given;
  const { autogenerate, empty, rename, replay, sql } = given;
  const header = [message, head, splice, branchLabel, dependsOn, revId, versionPath];
  return [...header, autogenerate, empty, rename, replay, sql];
}

function contradiction(identifier: string): GenError {
  const message = "--prove REVISION writes no file, so it takes no other option.";
  return new GenError("usage", message, {
    hint: `Run \`gen revision --prove ${identifier}\`.`,
    status: ExitStatus.usage,
  });
}

function nothingToProve(identifier: string): GenError {
  return new GenError("usage", `${identifier} is the base, which has no migration.`, {
    hint: "Name a revision: `gen history` lists them.",
    status: ExitStatus.usage,
  });
}
