import { type GenError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { parseIdentifier } from "./identifier.js";
import { newestFirst } from "./order.js";
import { resolveRelativeUpgrade } from "./plan-upgrade.js";
import { walk } from "./relative.js";
import { resolveBranch, resolveSymbol } from "./resolve.js";
import { resolveRows } from "./version-rows.js";
import { closure, descendants, inLineage, tips } from "./walk.js";

/**
 * The revisions of a range, newest first. Both ends are inclusive and may be left out; `current`
 * stands for the database's rows; a relative end that goes too far stops at the end.
 *
 * @param range `A:B`, `A:`, `:B`; without one, everything
 * @param rows the version table's rows, for `current`
 */
export function history(
  graph: RevisionGraph,
  range?: string,
  rows: readonly string[] = [],
): readonly Revision[] {
  const [start, end] = range === undefined || range === "" ? ["", ""] : endsOf(range);
  const lower = start === "current" ? resolveRows(graph, rows) : lowerEnd(graph, start);
  const uppers =
    end === "current" && rows.length > 0
      ? resolveRows(graph, rows)
      : upperEnd(graph, lower, end === "current" ? "" : end);
  const targets = start.includes("@") ? inBranchOf(graph, start, uppers) : uppers;

  const wanted = closure(targets);
  const outside = lower.find((revision) => !wanted.has(revision));
  if (outside !== undefined) {
    const problem = `revision ${outside.revision} is not an ancestor of revision ${namesOf(targets) || "base"}`;
    throw notOneBranch(range ?? "", problem, "Put the older revision before the colon.");
  }
  if (lower.length === 0) return newestFirst(wanted, targets);
  const above = descendants(lower);
  const below = closure(lower);
  const shown = new Set(
    [...wanted].filter((one) => above.has(one) && (lower.includes(one) || !below.has(one))),
  );
  const unrelated = targets.find((target) => !above.has(target));
  if (unrelated !== undefined && !targets.some((target) => shown.has(target))) {
    const { revision } = unrelated;
    const problem = `${revision} only depends on ${namesOf(lower)} and is not on its branch`;
    throw notOneBranch(range ?? "", problem, `\`gen history -r :${revision}\` shows all of it.`);
  }
  return newestFirst(wanted, targets).filter((one) => shown.has(one));
}

function endsOf(range: string): readonly [string, string] {
  const [start, end, ...more] = range.trim().split(":");
  if (start === undefined || end === undefined || more.length > 0) {
    throw usageError(
      "history_range",
      `History range requires [start]:[end], [start]:, or :[end]; '${range}' is none of them.`,
      `For one revision: \`gen show ${start ?? "REV"}\`.`,
    );
  }
  return [start, end];
}

function lowerEnd(graph: RevisionGraph, text: string): readonly Revision[] {
  if (text === "" || text === "base") return [];
  const { label, symbol, offset } = parseIdentifier(text);
  if (offset === undefined) return resolveSymbol(graph, symbol ?? "base", label);
  const branch = label === undefined ? undefined : resolveBranch(graph, label);
  const starts =
    symbol !== undefined
      ? resolveSymbol(graph, symbol, label)
      : branch === undefined
        ? graph.realHeads()
        : inLineage(graph.heads(), branch);
  return starts.flatMap((start) => {
    const place = walk(graph, start, offset, { branch, overwalk: "stop" });
    return place === undefined || place === "base" ? [] : [place];
  });
}

function upperEnd(
  graph: RevisionGraph,
  lower: readonly Revision[],
  text: string,
): readonly Revision[] {
  const identifier = parseIdentifier(text === "" ? "heads" : text);
  const { label, symbol = "base", offset } = identifier;
  if (offset === undefined) return resolveSymbol(graph, symbol, label);
  const place = resolveRelativeUpgrade(graph, lower, identifier, offset, "stop");
  return place === "base" ? [] : [place];
}

/** From `LABEL@…` only that branch's targets are shown. */
function inBranchOf(
  graph: RevisionGraph,
  start: string,
  targets: readonly Revision[],
): readonly Revision[] {
  const branch = resolveBranch(graph, start.slice(0, start.indexOf("@")));
  return inLineage(targets, branch);
}

function notOneBranch(range: string, problem: string, hint: string): GenError {
  return usageError(
    "history_range",
    `Requested range ${range} does not refer to ancestor/descendant revisions along the same branch: ${problem}.`,
    hint,
  );
}

function namesOf(revisions: readonly Revision[]): string {
  return revisions.map(({ revision }) => revision).join(", ");
}

/**
 * What `gen current` shows: the tips of what is applied, branch by branch, also those that the
 * rows only imply through `dependsOn`.
 */
export function currentRevisions(
  graph: RevisionGraph,
  rows: readonly string[],
): readonly Revision[] {
  return [...tips(closure(resolveRows(graph, rows)))].sort((a, b) => a.position - b.position);
}

/** Whether nothing is left for `upgrade heads`. */
export function isAtHeads(graph: RevisionGraph, rows: readonly string[]): boolean {
  const heads = graph.realHeads();
  const applied = closure(resolveRows(graph, rows));
  return heads.every((head) => applied.has(head));
}
