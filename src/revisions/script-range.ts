import { type GenError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Direction } from "./version-rows.js";
import { resolveRevision } from "./resolve.js";

/** Where a script starts (as version rows) and where it leads. */
interface ScriptRange {
  /** `current` is wherever the database is. */
  readonly rows: readonly string[] | "current";
  readonly target: string;
}

/**
 * Reads `START:END` for a script. An upgrade or a stamp may leave the start out and then starts
 * from nothing; a downgrade must name it. `current` as the start, and a downgrade to `-1` or
 * `LABEL@-1`, start where the database is.
 *
 * @example parseScriptRange(graph, "a1:head", "upgrade") // { rows: ["a1"], target: "head" }
 * @example parseScriptRange(graph, "current:head", "upgrade") // { rows: "current", target: "head" }
 */
export function parseScriptRange(
  graph: RevisionGraph,
  range: string,
  kind: Direction | "stamp",
): ScriptRange {
  const [first = "", second, ...more] = range.split(":");
  if (second === undefined) {
    if (kind !== "downgrade") return { rows: [], target: first };
    if (/^(?:[^@]+@)?-\d+$/.test(first)) return { rows: "current", target: first };
    throw rangeError(
      `downgrade with --sql requires <fromrev>:<torev>; '${range}' names one end.`,
      `Name the start: \`gen downgrade --sql current:${range}\` reads it from the database, \`head:${range}\` names the head.`,
    );
  }
  if (second === "" || more.length > 0) {
    throw rangeError(
      `'${range}' is not a range.`,
      `Write <fromrev>:<torev>, for example \`${first === "" ? "base" : first}:head\`.`,
    );
  }
  return { rows: first === "current" ? "current" : startOf(graph, first), target: second };
}

function startOf(graph: RevisionGraph, start: string): readonly string[] {
  if (start === "" || start === "base") return [];
  const revision = resolveRevision(graph, start);
  if (revision !== undefined) return [revision.revision];
  throw rangeError(
    `A script cannot start at '${start}': that does not say where the other branches are.`,
    "Write `base` for an empty database, or a revision.",
  );
}

function rangeError(message: string, hint: string): GenError {
  return usageError("revision_range", message, hint);
}
