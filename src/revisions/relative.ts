import { type GenError, integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import type { Identifier } from "./identifier.js";
import { resolveSingle } from "./resolve.js";
import { inLineage } from "./walk.js";

/** A place in the graph: a revision, or before every one. */
export type Place = Revision | "base";

/**
 * Goes `steps` up along children or (negative) down along parents, and refuses to choose.
 *
 * @param branch when going up, only children in its lineage count
 * @param overwalk what happens past the end: `undefined` is returned, or the walk `stop`s there
 */
export function walk(
  graph: RevisionGraph,
  start: Place,
  steps: number,
  options: { readonly branch?: Revision | undefined; readonly overwalk?: "stop" | undefined } = {},
): Place | undefined {
  let place = start;
  for (let step = 0; step < Math.abs(steps); step++) {
    const choices = steps > 0 ? above(graph, place, options.branch) : below(place);
    const [next, ...others] = choices;
    if (next === undefined) return options.overwalk === "stop" ? place : undefined;
    if (others.length > 0) throw ambiguousWalk(place, choices, steps);
    place = next;
  }
  return place;
}

/** Where `ID+N` or `ID-N` leads. A branch chooses among the ways up, and among several heads. */
export function walkFrom(
  graph: RevisionGraph,
  { text, label, symbol = "base", offset = 0 }: Identifier,
  options: { readonly branch?: Revision | undefined; readonly overwalk?: "stop" | undefined },
): Place {
  const start = resolveSingle(graph, symbol, offset > 0 && symbol !== "head" ? undefined : label);
  const place = walk(graph, start ?? "base", offset, options);
  if (place !== undefined) return place;
  throw usageError(
    "relative_revision",
    `Walked too far: '${text}' goes past ${offset > 0 ? "the last revision" : "the base"}.`,
    "`gen history` lists the revisions in order.",
  );
}

function above(graph: RevisionGraph, place: Place, branch?: Revision): readonly Place[] {
  const next = place === "base" ? graph.bases() : place.children;
  return branch === undefined ? next : inLineage(next, branch);
}

function below(place: Place): readonly Place[] {
  if (place === "base") return [];
  return place.parents.length === 0 ? ["base"] : place.parents;
}

function ambiguousWalk(place: Place, choices: readonly Place[], steps: number): GenError {
  const names = choices.map(placeName).join(", ");
  const [direction, kind] = steps > 0 ? ["up", "branches into"] : ["down", "merges"];
  return integrityError(
    "ambiguous_walk",
    `Ambiguous walk: there is more than one way ${direction} from ${placeName(place)}, because it ${kind} ${names}.`,
    steps > 0
      ? "Name the revision to go to, or a branch: `LABEL@+N`, where LABEL may be one of these revisions."
      : `Name the revision to go to instead of counting steps: ${choices.map((choice) => `\`${placeName(choice)}\``).join(" or ")}.`,
  );
}

function placeName(place: Place): string {
  return place === "base" ? "base" : place.revision;
}

/** `Relative revision -3 didn't produce 3 migrations`, with the reason. */
export function relativeTooFar(text: string, offset: number, reason: string): GenError {
  const count = Math.abs(offset);
  return usageError(
    "relative_revision",
    `Relative revision ${text} didn't produce ${count} ${count === 1 ? "migration" : "migrations"}: ${reason}.`,
    "`gen current` shows the database's revision, `gen history` lists all of them.",
  );
}
