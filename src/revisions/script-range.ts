import { ExitStatus, GenError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Direction } from "./plan.js";
import { resolveRevision } from "./resolve.js";

/** Where a script starts (as version rows) and where it leads. */
export interface ScriptRange {
  readonly rows: readonly string[];
  readonly target: string;
}

/**
 * Reads `START:END` for a script that is printed without looking at the database. An upgrade
 * may leave the start out and then starts from nothing; a downgrade must name it.
 *
 * @example parseScriptRange(graph, "a1:head", "upgrade") // { rows: ["a1"], target: "head" }
 * @throws GenError `revision_range`, and what resolving the start throws
 */
export function parseScriptRange(
  graph: RevisionGraph,
  range: string,
  direction: Direction,
): ScriptRange {
  const [first = "", second, ...more] = range.split(":");
  if (second === undefined && direction === "upgrade") return { rows: [], target: first };
  if (second === undefined) {
    throw rangeError(
      `downgrade with --sql requires <fromrev>:<torev>; '${range}' names one end.`,
      `Say where the database is: \`gen downgrade --sql head:${range}\`.`,
    );
  }
  if (second === "" || more.length > 0) {
    throw rangeError(
      `'${range}' is not a range.`,
      `Write <fromrev>:<torev>, for example \`${first === "" ? "base" : first}:head\`.`,
    );
  }
  return { rows: startOf(graph, first), target: second };
}

function startOf(graph: RevisionGraph, start: string): readonly string[] {
  if (start === "" || start === "base") return [];
  const revision = resolveRevision(graph, start);
  if (revision !== undefined) return [revision.revision];
  throw rangeError(
    `A script cannot start from '${start}': that says nothing about the other branches.`,
    "Write `base` for an empty database, or a revision.",
  );
}

function rangeError(message: string, hint: string): GenError {
  return new GenError("revision_range", message, { hint, status: ExitStatus.usage });
}
