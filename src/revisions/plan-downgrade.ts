import { type GenError, integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { isBranchPoint, type Revision } from "./revision.js";
import { type Identifier, parseTarget } from "./identifier.js";
import { newestFirst } from "./order.js";
import { type Place, relativeTooFar, walk, walkFrom } from "./relative.js";
import { resolveBranch, resolveSingle } from "./resolve.js";
import { AppliedRevisions, resolveRows, type Step, stepsOf } from "./version-rows.js";
import { ancestors, closure, dependentClosure, descendants, inLineage, tips } from "./walk.js";

/**
 * What is to be undone, newest first, so that the target is what remains. Whatever rests on what
 * goes, on other branches too, goes with it; what it rested on stays.
 *
 * @param target what remains: an identifier, `base`, `-1`, `LABEL@base`, …
 */
export function planDowngrade(
  graph: RevisionGraph,
  rows: readonly string[],
  target: string,
): readonly Step[] {
  const identifier = parseTarget(target);
  const current = resolveRows(graph, rows);
  const { place, branch } = downgradeTarget(graph, current, identifier);
  const roots = rootsAbove(graph, place, branch, identifier);

  const applied = new AppliedRevisions(current);
  const dropped = dependentClosure(roots);
  for (const revision of dropped) if (!applied.has(revision)) dropped.delete(revision);
  if (dropped.size === 0 && place !== "base" && !current.includes(place)) {
    const at = rows.length === 0 ? "nothing is applied" : `the database is at ${rows.join(", ")}`;
    throw usageError(
      "downgrade_target",
      `Destination ${target} is not a valid downgrade target from current head(s): ${at}.`,
      "A downgrade goes to an earlier revision. To go forward, use `gen upgrade`. `gen history -i` shows all revisions.",
    );
  }
  return stepsOf("downgrade", newestFirst(dropped, current), applied);
}

/** What remains, and the branch to unwind where several lie above it. */
interface Target {
  readonly place: Place;
  readonly branch?: Revision | undefined;
}

function downgradeTarget(
  graph: RevisionGraph,
  current: readonly Revision[],
  identifier: Identifier,
): Target {
  const { label, symbol, offset } = identifier;
  if (offset !== undefined && symbol === undefined) {
    return relativeToRows(graph, current, identifier, offset);
  }
  const branch = label === undefined ? undefined : resolveBranch(graph, label);
  if (offset === undefined)
    return { place: resolveSingle(graph, symbol ?? "base") ?? "base", branch };
  return { place: walkFrom(graph, identifier, { branch }), branch };
}

function relativeToRows(
  graph: RevisionGraph,
  current: readonly Revision[],
  { text, label }: Identifier,
  offset: number,
): Target {
  if (offset >= 0) {
    throw relativeTooFar(text, offset, "a downgrade only goes down, `gen upgrade` goes up");
  }
  const branch = label === undefined ? undefined : resolveBranch(graph, label);
  const starts = branch === undefined ? current : appliedInBranch(current, branch);
  const [start, ...others] = starts;
  if (start === undefined) {
    throw relativeTooFar(
      text,
      offset,
      label === undefined ? "nothing is applied" : `nothing of '${label}' is applied`,
    );
  }
  if (others.length > 0) throw ambiguousDowngrade(graph, starts, text, offset);
  const place = walk(graph, start, offset);
  if (place === undefined) {
    throw relativeTooFar(text, offset, `fewer are applied up to ${start.revision}`);
  }
  return { place, branch: branch ?? start };
}

/** The rows in the branch; else the tips of what those rows imply of it. */
function appliedInBranch(current: readonly Revision[], branch: Revision): readonly Revision[] {
  const rows = inLineage(current, branch);
  return rows.length > 0 ? rows : inLineage(tips(closure(current)), branch);
}

function ambiguousDowngrade(
  graph: RevisionGraph,
  starts: readonly Revision[],
  text: string,
  offset: number,
): GenError {
  const choices = starts.map((start) => labelOfOne(graph, start, starts) ?? start.revision);
  return integrityError(
    "ambiguous_downgrade",
    `Ambiguous downgrade: '${text}' can start from ${starts.map((start) => start.revision).join(", ")}.`,
    `Name the branch: ${choices.map((name) => `\`${name}@${offset}\``).join(" or ")}.`,
  );
}

/** A label that stands for this row alone: one whose branch forks would have to be told more. */
function labelOfOne(
  graph: RevisionGraph,
  start: Revision,
  starts: readonly Revision[],
): string | undefined {
  return start.labels.find((label) => {
    const branch = graph.named(label);
    if (branch === undefined || inLineage(starts, branch).length > 1) return false;
    return ![...descendants([branch])].some(isBranchPoint);
  });
}

/** The lowest revisions that go. The branch chooses among several ways up from the target. */
function rootsAbove(
  graph: RevisionGraph,
  place: Place,
  branch: Revision | undefined,
  { text, label }: Identifier,
): readonly Revision[] {
  const roots = place === "base" ? graph.bases() : place.children;
  if (branch === undefined || roots.length < 2) return roots;
  const below = ancestors([branch]);
  const chosen = roots.filter((root) => below.has(root));
  if (chosen.length > 0) return chosen;
  const names = roots.map((root) => root.revision).join(", ");
  throw usageError(
    "downgrade_target",
    `Not a valid downgrade target from current heads: in '${text}', '${label ?? branch.revision}' lies above none of ${names}.`,
    `Before the '@', name the revision to undo: \`${roots[0]?.revision}@${text.slice(text.indexOf("@") + 1)}\`.`,
  );
}
