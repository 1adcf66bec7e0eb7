/** Which migrations a run goes through. */
import { integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { type Identifier, parseTarget } from "./identifier.js";
import {
  above,
  type Place,
  relativeTooFar,
  resolveBranch,
  resolveName,
  resolveSingle,
  walk,
  walkFrom,
} from "./resolve.js";
import { isBranchPoint, type Revision } from "./revision.js";
import { resolveRows, type Step, stepsOf } from "./version-rows.js";
import {
  ancestors,
  closure,
  dependentClosure,
  descendants,
  inLineage,
  newestFirst,
  tips,
} from "./walk.js";

/** Where a run goes: an upgrade to identifiers, or a downgrade to the revision that stays. */
export type Destination =
  | { readonly direction: "upgrade"; readonly target: string | readonly string[] }
  | { readonly direction: "downgrade"; readonly target: string };

export function planRun(
  graph: RevisionGraph,
  rows: readonly string[],
  { direction, target }: Destination,
): readonly Step[] {
  return direction === "upgrade"
    ? planUpgrade(graph, rows, target)
    : planDowngrade(graph, rows, target);
}

/**
 * The migrations to run, oldest first, so that the targets and everything they require are applied.
 * Undoes nothing: a target below the rows is already reached.
 *
 * @param target an identifier, or several: `head`, `+2`, `lib@head`, …
 */
export function planUpgrade(
  graph: RevisionGraph,
  rows: readonly string[],
  target: string | readonly string[],
): readonly Step[] {
  const current = resolveRows(graph, rows);
  const identifiers = [target].flat().map(parseTarget);
  const targets = new Set(identifiers.flatMap((name) => upgradeTargets(graph, current, name)));
  refuseOverlaps([...targets], current);

  const applied = closure(current);
  const missing = [...closure(targets)].filter((revision) => !applied.has(revision));
  return stepsOf("upgrade", newestFirst(new Set(missing), targets).toReversed(), current);
}

/**
 * Where an upgrade leads, also to `+N`, `LABEL@+N`, `ID+N` or `ID-N`. An empty list is the base.
 *
 * @param overwalk `stop` stops a relative target at the end of the history
 */
export function upgradeTargets(
  graph: RevisionGraph,
  current: readonly Revision[],
  identifier: Identifier,
  overwalk?: "stop",
): readonly Revision[] {
  const { label, symbol, offset } = identifier;
  if (offset === undefined) return resolveName(graph, identifier);
  const branch = resolveBranch(graph, label);
  const options = { branch, overwalk };
  if (symbol === undefined && offset <= 0) {
    throw relativeTooFar(identifier, "an upgrade only goes up, `gen downgrade` goes down");
  }
  const place =
    symbol === undefined
      ? walk(graph, startOfUpgrade(current, branch, identifier), offset, options)
      : walkFrom(graph, identifier, options);
  if (place !== undefined) return place === "base" ? [] : [place];
  throw relativeTooFar(identifier, "the history above the database's state is shorter");
}

/** The row of the branch; else the applied tip that other rows imply; else the base. */
function startOfUpgrade(
  current: readonly Revision[],
  branch: Revision | undefined,
  { text }: Identifier,
): Place {
  const rows = inLineage(current, branch);
  const starts = rows.length > 0 ? rows : tips(new Set(inLineage(closure(current), branch)));
  const [start, ...others] = starts;
  if (others.length === 0) return start ?? "base";
  throw integrityError(
    "ambiguous_upgrade",
    `Ambiguous upgrade from multiple current revisions: '${text}' can start from ${namesOf(starts)}.`,
    `Choose one: \`gen upgrade ${starts[0]?.revision}${text.slice(text.indexOf("+"))}\`, or \`LABEL@+N\`.`,
  );
}

function refuseOverlaps(targets: readonly Revision[], rows: readonly Revision[]): void {
  const [target, implied] = findOverlap(targets) ?? [];
  if (target !== undefined) {
    throw usageError(
      "overlapping_targets",
      `Requested revision ${target} overlaps with other requested revisions ${implied}.`,
      `${target} rests on ${implied}: name ${target} alone.`,
    );
  }
  const [over, under] = findOverlap(rows) ?? [];
  if (over === undefined) return;
  throw integrityError(
    "overlapping_rows",
    `The version table has a row for ${over} and one for ${under}, which ${over} includes: revision ${over} overlaps with ${under}.`,
    `The row of ${under} is redundant. \`gen stamp --purge ${over}\` (with the other rows' revisions, if there are any) rewrites the table.`,
  );
}

/** The first pair of which one requires the other. */
function findOverlap(revisions: readonly Revision[]) {
  for (const over of revisions) {
    const resting = closure([over]);
    const under = revisions.find((other) => other !== over && resting.has(other));
    if (under !== undefined) return [over.revision, under.revision];
  }
  return undefined;
}

/**
 * The migrations to undo, newest first, so that the target is the newest that stays. Revisions that
 * require an undone one are undone too, also on other branches; the revisions that it required
 * stay.
 *
 * @param target the revision that stays: an identifier, `base`, `-1`, `LABEL@base`, …
 */
export function planDowngrade(graph: RevisionGraph, rows: readonly string[], target: string) {
  const identifier = parseTarget(target);
  const current = resolveRows(graph, rows);
  const { place, branch } = downgradeTarget(graph, current, identifier);
  const roots = rootsAbove(graph, place, branch, identifier);

  const applied = closure(current);
  const dropped = [...dependentClosure(roots)].filter((revision) => applied.has(revision));
  if (dropped.length === 0 && place !== "base" && !current.includes(place)) {
    const at = rows.length === 0 ? "nothing is applied" : `the database is at ${rows.join(", ")}`;
    throw usageError(
      "downgrade_target",
      `Destination ${target} is not a valid downgrade target from current head(s): ${at}.`,
      "A downgrade goes to an earlier revision. To go forward, use `gen upgrade`. `gen history -i` shows all revisions.",
    );
  }
  return stepsOf("downgrade", newestFirst(new Set(dropped), current), current);
}

/** The revision that stays, and the branch to undo if there are several above it. */
function downgradeTarget(
  graph: RevisionGraph,
  current: readonly Revision[],
  identifier: Identifier,
): { readonly place: Place; readonly branch: Revision | undefined } {
  const { label, symbol, offset } = identifier;
  if (symbol === undefined && offset !== undefined && offset >= 0) {
    throw relativeTooFar(identifier, "a downgrade only goes down, `gen upgrade` goes up");
  }
  const branch = resolveBranch(graph, label);
  if (offset === undefined) return { place: resolveSingle(graph, { symbol }) ?? "base", branch };
  if (symbol !== undefined) return { place: walkFrom(graph, identifier, { branch }), branch };
  // The rows of the branch; else its tips that those rows imply.
  const rows = inLineage(current, branch);
  const starts = rows.length > 0 ? rows : inLineage(tips(closure(current)), branch);
  const [start, ...others] = starts;
  if (start === undefined) {
    const what = label === undefined ? "nothing" : `nothing of '${label}'`;
    throw relativeTooFar(identifier, `${what} is applied`);
  }
  if (others.length > 0) {
    const choices = starts.map((row) => labelOfOne(graph, row, starts) ?? row.revision);
    throw integrityError(
      "ambiguous_downgrade",
      `Ambiguous downgrade: '${identifier.text}' can start from ${namesOf(starts)}.`,
      `Name the branch: ${choices.map((name) => `\`${name}@${offset}\``).join(" or ")}.`,
    );
  }
  const place = walk(graph, start, offset);
  if (place !== undefined) return { place, branch: branch ?? start };
  throw relativeTooFar(identifier, `fewer are applied up to ${start.revision}`);
}

/** A label that only this row has: the label of a branch that forks is ambiguous. */
function labelOfOne(graph: RevisionGraph, start: Revision, starts: readonly Revision[]) {
  return start.labels.find((label) => {
    const branch = graph.names.get(label);
    if (branch === undefined || inLineage(starts, branch).length > 1) return false;
    return ![...descendants([branch])].some(isBranchPoint);
  });
}

/** The lowest revisions to undo. The branch chooses among several ways up from the target. */
function rootsAbove(
  graph: RevisionGraph,
  place: Place,
  branch: Revision | undefined,
  { text, label }: Identifier,
): readonly Revision[] {
  const roots = above(graph, place);
  if (branch === undefined || roots.length < 2) return roots;
  const below = ancestors([branch]);
  const chosen = roots.filter((root) => below.has(root));
  if (chosen.length > 0) return chosen;
  throw usageError(
    "downgrade_target",
    `Not a valid downgrade target from current heads: in '${text}', '${label ?? branch.revision}' lies above none of ${namesOf(roots)}.`,
    `Before the '@', name the revision to undo: \`${roots[0]?.revision}@${text.slice(text.indexOf("@") + 1)}\`.`,
  );
}

export function namesOf(revisions: readonly Revision[]): string {
  return revisions.map(({ revision }) => revision).join(", ");
}
