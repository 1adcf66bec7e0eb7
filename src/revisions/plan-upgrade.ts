import { integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { type Identifier, parseTarget } from "./identifier.js";
import { newestFirst } from "./order.js";
import { type Place, relativeTooFar, walk, walkFrom } from "./relative.js";
import { resolveBranch, resolveSymbol } from "./resolve.js";
import { AppliedRevisions, resolveRows, type Step, stepsOf } from "./version-rows.js";
import { closure, inLineage, tips } from "./walk.js";

/**
 * What is to be run, oldest first, so that the targets and all that they rest on are applied.
 * Nothing is undone: a target below the rows is already reached.
 *
 * @param target an identifier, or several: `head`, `+2`, `lib@head`, …
 */
export function planUpgrade(
  graph: RevisionGraph,
  rows: readonly string[],
  target: string | readonly string[],
): readonly Step[] {
  const current = resolveRows(graph, rows);
  const texts = typeof target === "string" ? [target] : target;
  const targets = new Set(texts.flatMap((text) => upgradeTargets(graph, current, text)));
  refuseOverlaps([...targets], current);

  const applied = new AppliedRevisions(current);
  const needed = closure(targets);
  for (const revision of needed) if (applied.has(revision)) needed.delete(revision);
  return stepsOf("upgrade", newestFirst(needed, targets).toReversed(), applied);
}

function upgradeTargets(
  graph: RevisionGraph,
  current: readonly Revision[],
  text: string,
): readonly Revision[] {
  const identifier = parseTarget(text);
  if (identifier.offset === undefined) {
    return resolveSymbol(graph, identifier.symbol ?? "base", identifier.label);
  }
  const place = resolveRelativeUpgrade(graph, current, identifier, identifier.offset);
  return place === "base" ? [] : [place];
}

/** Where `+N`, `LABEL@+N`, `ID+N` or `ID-N` leads. */
export function resolveRelativeUpgrade(
  graph: RevisionGraph,
  current: readonly Revision[],
  identifier: Identifier,
  offset: number,
  overwalk?: "stop",
): Place {
  const { text, label, symbol } = identifier;
  const branch = label === undefined ? undefined : resolveBranch(graph, label);
  if (symbol !== undefined) return walkFrom(graph, identifier, { branch, overwalk });
  if (offset <= 0) {
    throw relativeTooFar(text, offset, "an upgrade only goes up, `gen downgrade` goes down");
  }
  const start = startOfUpgrade(current, branch, text);
  const place = walk(graph, start, offset, { branch, overwalk });
  if (place !== undefined) return place;
  throw relativeTooFar(text, offset, "the history above the database's state is shorter");
}

/** The row in the branch; else the applied tip of the branch that other rows imply; else base. */
function startOfUpgrade(
  current: readonly Revision[],
  branch: Revision | undefined,
  text: string,
): Place {
  let starts = current;
  if (branch !== undefined) {
    starts = inLineage(current, branch);
    if (starts.length === 0) starts = tips(new Set(inLineage(closure(current), branch)));
  }
  const [start, ...others] = starts;
  if (others.length === 0) return start ?? "base";
  const names = starts.map((revision) => revision.revision).join(", ");
  throw integrityError(
    "ambiguous_upgrade",
    `Ambiguous upgrade from multiple current revisions: '${text}' can start from ${names}.`,
    `Choose one: \`gen upgrade ${starts[0]?.revision}${text.slice(text.indexOf("+"))}\`, or \`LABEL@+N\`.`,
  );
}

/** The first pair of which one rests on the other. */
function findOverlap(
  revisions: readonly Revision[],
): readonly [above: string, below: string] | undefined {
  if (revisions.length < 2) return undefined;
  for (const above of revisions) {
    const resting = closure([above]);
    const below = revisions.find((other) => other !== above && resting.has(other));
    if (below !== undefined) return [above.revision, below.revision];
  }
  return undefined;
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
  const [above, below] = findOverlap(rows) ?? [];
  if (above === undefined) return;
  throw integrityError(
    "overlapping_rows",
    `The version table has a row for ${above} and one for ${below}, which ${above} includes: revision ${above} overlaps with ${below}.`,
    `The row of ${below} is redundant. \`gen stamp --purge ${above}\` (with the other rows' revisions, if there are any) rewrites the table.`,
  );
}
