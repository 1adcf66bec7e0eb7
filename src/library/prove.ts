import type { Proof } from "../autogenerate/proof/types.js";
import { ExitStatus, GenError } from "../errors.js";
import { resolveRevision } from "../revisions/index.js";
import { type ProjectOptions, withProject } from "./project.js";

export interface ProveOptions extends ProjectOptions {
  /** Which one: `"head"`, an identifier, or its beginning. */
  readonly revision: string;
  /** What migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
}

export interface ProvenRevision {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly proof: Proof;
}

export async function prove(options: ProveOptions): Promise<ProvenRevision> {
  const { args, signal, onNotice } = options;
  const { proveRevision } = await import("../autogenerate/prove-revision.js");
  return withProject(options, async ({ config, graph: readGraph, connect }) => {
    const graph = readGraph();
    const revision = resolveRevision(graph, options.revision);
    if (revision === undefined)
      throw new GenError("usage", `${options.revision} is the base, which has no migration.`, {
        hint: "Name a revision.",
        status: ExitStatus.usage,
      });
    const proof = await proveRevision({
      config,
      graph,
      revision,
      connect,
      ...(args && { args }),
      ...(signal && { signal }),
      ...(onNotice && { onNote: onNotice }),
    });
    return { revision: revision.revision, path: revision.path, proof };
  });
}
