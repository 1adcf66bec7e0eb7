import { type GenError, integrityError, usageError } from "../errors.js";
import { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { resolveRevision } from "./resolve.js";
import { resolveRows } from "./version-rows.js";
import { closure, dependentClosure } from "./walk.js";

/** A revision and its new parent. */
export interface Rebase {
  readonly revision: Revision;
  /** `undefined` is the base. */
  readonly onto: Revision | undefined;
  /** The new value in the header. */
  readonly downRevision: readonly string[];
}

/**
 * Checks whether a revision can get another parent. Its descendants move with it.
 *
 * @example planRebase(graph, rows, "def456", "abc123")
 */
export function planRebase(
  graph: RevisionGraph,
  rows: readonly string[],
  name: string,
  ontoName: string,
): Rebase {
  const revision = resolveRevision(graph, name);
  if (revision === undefined) {
    const message = `'${name}' is not a revision whose parent can change.`;
    const hint = "Name the revision to move: `gen rebase REV --onto REV`.";
    throw usageError("rebase_base", message, hint);
  }
  const onto = resolveRevision(graph, ontoName);
  const downRevision = onto === undefined ? [] : [onto.revision];
  const { revision: id } = revision;
  if (revision.parents.length > 1) {
    const message = `Revision ${id} joins ${revision.downRevision.join(" and ")}: it is a merge, and has no single parent to change.`;
    const hint = "If it is not shared yet, delete its file and rebase one of the branches instead.";
    throw usageError("rebase_merge", message, hint);
  }
  if (revision.parents[0] === onto) {
    const message = `Revision ${id} already follows ${onto?.revision ?? "the base"}.`;
    throw usageError("rebase_done", message, "`gen history --graph` shows the graph.");
  }
  if (onto !== undefined && dependentClosure([revision]).has(onto)) throw isCycle(revision, onto);
  if (closure(resolveRows(graph, rows)).has(revision)) {
    throw integrityError(
      "revision_applied",
      `Revision ${id} is applied in this database, so its parent cannot change.`,
      `If it is applied nowhere else, downgrade it first: \`gen downgrade ${revision.downRevision[0] ?? "base"}\`. If others have it, keep it and merge the branches: \`gen merge heads -m "…"\`.`,
    );
  }
  // This also checks labels and dependencies again.
  RevisionGraph.from(
    graph.revisions.map((other) => (other === revision ? { ...other, downRevision } : other)),
  );
  return { revision, onto, downRevision };
}

function isCycle({ revision }: Revision, onto: Revision): GenError {
  const [problem, hint] =
    onto.revision === revision
      ? [`Revision ${revision} cannot follow itself.`, "Name another revision after --onto."]
      : [
          `Revision ${revision} cannot follow ${onto.revision}, which comes after it.`,
          `Did you mean the other way round? \`gen rebase ${onto.revision} --onto …\`. \`gen history --graph\` shows the graph.`,
        ];
  return integrityError("revision_cycle", problem, hint);
}
