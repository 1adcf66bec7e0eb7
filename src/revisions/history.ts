import { type GenError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { parseIdentifier } from "./identifier.js";
import { namesOf, upgradeTargets } from "./plan.js";
import { resolveBranch, resolveName, walk } from "./resolve.js";
import { resolveRows } from "./version-rows.js";
import { closure, descendants, inLineage, newestFirst, tips } from "./walk.js";

/**
 * The revisions of a range, newest first. Both ends are inclusive and optional. `current` means the
 * database's rows. A relative end that goes too far stops at the end of the history.
 *
 * @param range `A:B`, `A:` or `:B`; default: all
 * @param rows the version table's rows, for `current`
 */
export function history(graph: RevisionGraph, range = "", rows: readonly string[] = []) {
  const [start, end] = range === "" ? ["", ""] : endsOf(range);
  const lower = start === "current" ? resolveRows(graph, rows) : lowerEnd(graph, start);
  const upper = parseIdentifier(end === "" || end === "current" ? "heads" : end);
  const isRows = end === "current" && rows.length > 0;
  const uppers = isRows ? resolveRows(graph, rows) : upgradeTargets(graph, lower, upper, "stop");
  // `LABEL@…` shows only the targets of that branch.
  const [, label] = /^(.*?)@/.exec(start) ?? [];
  const targets = inLineage(uppers, resolveBranch(graph, label));

  const wanted = closure(targets);
  const outside = lower.find((revision) => !wanted.has(revision));
  if (outside !== undefined) {
    const problem = `revision ${outside.revision} is not an ancestor of revision ${namesOf(targets) || "base"}`;
    throw notOneBranch(range, problem, "Put the older revision before the colon.");
  }
  if (lower.length === 0) return newestFirst(wanted, targets);
  const above = descendants(lower);
  const below = closure(lower);
  const shown = (revision: Revision): boolean =>
    above.has(revision) && (lower.includes(revision) || !below.has(revision));
  const unrelated = targets.find((target) => !above.has(target));
  if (unrelated !== undefined && !targets.some(shown)) {
    const { revision } = unrelated;
    const problem = `${revision} only depends on ${namesOf(lower)} and is not on its branch`;
    throw notOneBranch(range, problem, `\`gen history -r :${revision}\` shows all of it.`);
  }
  return newestFirst(wanted, targets).filter(shown);
}

function endsOf(range: string): readonly [string, string] {
  const [start, end, ...more] = range.trim().split(":");
  if (start === undefined || end === undefined || more.length > 0) {
    const message = `History range requires [start]:[end], [start]:, or :[end]; '${range}' is none of them.`;
    throw usageError("history_range", message, `For one revision: \`gen show ${start ?? "REV"}\`.`);
  }
  return [start, end];
}

function lowerEnd(graph: RevisionGraph, text: string): readonly Revision[] {
  if (text === "" || text === "base") return [];
  const identifier = parseIdentifier(text);
  const { label, symbol, offset } = identifier;
  if (offset === undefined) return resolveName(graph, identifier);
  const branch = resolveBranch(graph, label);
  const starts = resolveName(graph, { label, symbol: symbol ?? "heads" });
  return starts.flatMap((start) => {
    const place = walk(graph, start, offset, { branch, overwalk: "stop" });
    return place === undefined || place === "base" ? [] : [place];
  });
}

function notOneBranch(range: string, problem: string, hint: string): GenError {
  const message = `Requested range ${range} does not refer to ancestor/descendant revisions along the same branch: ${problem}.`;
  return usageError("history_range", message, hint);
}

/** What `gen current` shows: the newest applied revisions, including those of `dependsOn`. */
export function currentRevisions(graph: RevisionGraph, rows: readonly string[]) {
  return [...tips(closure(resolveRows(graph, rows)))].sort((a, b) => a.position - b.position);
}

/** Whether there is nothing for `upgrade heads` to do. */
export function isAtHeads(graph: RevisionGraph, rows: readonly string[]): boolean {
  const heads = graph.realHeads();
  const applied = closure(resolveRows(graph, rows));
  return heads.every((head) => applied.has(head));
}
