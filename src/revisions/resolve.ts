/** Resolves identifiers to revisions. */
import { basename } from "node:path";
import { type GenError, integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { type Identifier, parseAbsolute } from "./identifier.js";
import type { Revision } from "./revision.js";
import { inLineage, sharesLineage } from "./walk.js";

interface Name {
  readonly label?: string | undefined;
  readonly symbol?: string | undefined;
}

/**
 * The revisions that an identifier names: `[]` for the base, perhaps several for `heads`.
 *
 * @example resolveRevisions(graph, "lib@head")
 */
export function resolveRevisions(graph: RevisionGraph, text: string): readonly Revision[] {
  return resolveName(graph, parseAbsolute(text));
}

/** Like {@link resolveRevisions}, for at most one revision. `undefined` is the base. */
export function resolveRevision(graph: RevisionGraph, text: string): Revision | undefined {
  return resolveSingle(graph, parseAbsolute(text));
}

export function resolveSingle(graph: RevisionGraph, name: Name): Revision | undefined {
  const found = resolveName(graph, name);
  if (found.length > 1) throw multipleHeads(found, name);
  return found[0];
}

export function resolveName(graph: RevisionGraph, name: Name): readonly Revision[] {
  const { symbol = "base", label } = name;
  const branch = resolveBranch(graph, label);
  if (symbol === "base") return [];
  if (symbol === "head" || symbol === "heads") {
    const isReal = symbol === "heads" && branch === undefined;
    const found = inLineage(isReal ? graph.realHeads() : graph.heads(), branch);
    if (symbol === "head" && found.length > 1) throw multipleHeads(found, name);
    return found;
  }
  const found = graph.names.get(symbol) ?? resolvePrefix(graph, symbol, branch);
  if (branch === undefined || sharesLineage(found, branch)) return [found];
  throw usageError(
    "not_in_branch",
    `Revision ${found.revision} is not a member of branch '${label}'.`,
    `Omit the branch (\`${found.revision}\`), or see \`gen history -v\` for the revisions of '${label}'.`,
  );
}

/** The revision that a branch label, an identifier or a prefix names. */
export function resolveBranch(graph: RevisionGraph, label: string | undefined) {
  return label === undefined ? undefined : (graph.names.get(label) ?? resolvePrefix(graph, label));
}

/** Only names longer than three characters can be abbreviated. */
function resolvePrefix(graph: RevisionGraph, prefix: string, branch?: Revision): Revision {
  const found = new Map<Revision, string>();
  for (const [name, revision] of graph.names) {
    if (name.length < 4 || !name.startsWith(prefix) || found.has(revision)) continue;
    if (branch === undefined || sharesLineage(revision, branch)) found.set(revision, name);
  }
  const [first, ...others] = found;
  if (first === undefined) throw unknownRevision(graph, prefix);
  if (others.length === 0) return first[0];
  const shown = [...found.values()].slice(0, 5).map((name) => `'${name}'`);
  const more = found.size > 5 ? `, and ${found.size - 5} more` : "";
  throw usageError(
    "ambiguous_revision",
    `Multiple revisions start with '${prefix}': ${shown.join(", ")}${more}.`,
    "Write more characters of the one that you mean.",
  );
}

function unknownRevision(graph: RevisionGraph, name: string): GenError {
  const folded = name.toLowerCase();
  const similar = [...graph.names.keys()].find((known) => known.toLowerCase().startsWith(folded));
  const hint =
    similar !== undefined
      ? `${similar.startsWith(name) ? "Names of up to three characters must be written in full" : "Identifiers are case-sensitive"}: did you mean '${similar}'?`
      : name === "current"
        ? "`current` works only in `gen show`, `gen edit` and the ranges of `gen history`."
        : name.length < 4
          ? "`gen history` lists the revisions; please give at least four characters of a longer identifier."
          : "`gen history` lists the revisions. Has the file been committed, and is this the right checkout?";
  return usageError("unknown_revision", `No such revision or branch '${name}'.`, hint);
}

function multipleHeads(heads: readonly Revision[], { label, symbol }: Name): GenError {
  const labelled = heads.flatMap((head) => head.labels.slice(0, 1))[0];
  const example = labelled === undefined ? `${heads[0]?.revision}` : `${labelled}@head`;
  return integrityError(
    "multiple_heads",
    [
      `Multiple head revisions are present for given argument '${label ? `${label}@` : ""}${symbol}':`,
      ...heads.map((head) => `  ${describeInFull(head)}`),
    ].join("\n"),
    `Join them with \`gen merge heads -m "…"\`. If one is not shared yet, rebase it onto the other: \`gen rebase REV --onto REV\`. Or name one of them, such as \`${example}\`, or \`heads\` for all if the command takes several.`,
  );
}

/** `3f2a9c81b0de (lib)  Add manufacturer  (Ada, 2026-11-22 15:43, 3f2a9c81b0de_add.ts)`. */
function describeInFull(head: Revision): string {
  const { revision, labels, message, author, createDate, path } = head;
  const date = createDate?.replace(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d).*$/, "$1 $2");
  const label = labels.length === 0 ? "" : ` (${labels.join(", ")})`;
  const origin = [author, date, basename(path)].filter((part) => part !== undefined).join(", ");
  return [`${revision}${label}`, message, `(${origin})`].filter((part) => part !== "").join("  ");
}

/** A place in the graph: a revision, or the base before all of them. */
export type Place = Revision | "base";

interface WalkOptions {
  /** On the way up, considers only children in its lineage. */
  readonly branch?: Revision | undefined;
  /** Past the end: returns `undefined`, or with `stop` the last revision. */
  readonly overwalk?: "stop" | undefined;
}

/** Goes `steps` up along children or (negative) down along parents. Throws if that is ambiguous. */
export function walk(
  graph: RevisionGraph,
  start: Place,
  steps: number,
  { branch, overwalk }: WalkOptions = {},
): Place | undefined {
  let place = start;
  for (let step = 0; step < Math.abs(steps); step++) {
    const choices = steps > 0 ? inLineage(above(graph, place), branch) : below(place);
    const [next, ...others] = choices;
    if (next === undefined) return overwalk === "stop" ? place : undefined;
    if (others.length > 0) throw ambiguousWalk(place, choices, steps);
    place = next;
  }
  return place;
}

/** Where `ID+N` or `ID-N` leads. A branch chooses among the ways up, and among several heads. */
export function walkFrom(
  graph: RevisionGraph,
  { text, label, symbol = "base", offset = 0 }: Identifier,
  options: WalkOptions,
): Place {
  const isUp = offset > 0 && symbol !== "head";
  const start = resolveSingle(graph, { symbol, label: isUp ? undefined : label });
  const place = walk(graph, start ?? "base", offset, options);
  if (place !== undefined) return place;
  const message = `Walked too far: '${text}' goes past ${offset > 0 ? "the last revision" : "the base"}.`;
  throw usageError("relative_revision", message, "`gen history` lists the revisions in order.");
}

/** The children of a place. */
export function above(graph: RevisionGraph, place: Place): readonly Revision[] {
  return place === "base" ? graph.bases() : place.children;
}

function below(place: Place): readonly Place[] {
  if (place === "base") return [];
  return place.parents.length === 0 ? ["base"] : place.parents;
}

function ambiguousWalk(place: Place, choices: readonly Place[], steps: number): GenError {
  const [start = "", ...names] = [place, ...choices].map((named) =>
    named === "base" ? named : named.revision,
  );
  const isUp = steps > 0;
  const reason = `it ${isUp ? "branches into" : "merges"} ${names.join(", ")}`;
  const message = `Ambiguous walk: there is more than one way ${isUp ? "up" : "down"} from ${start}, because ${reason}.`;
  const hint = isUp
    ? "Name the revision to go to, or a branch: `LABEL@+N`, where LABEL may be one of these revisions."
    : `Name the revision to go to instead of counting steps: ${names.map((name) => `\`${name}\``).join(" or ")}.`;
  return integrityError("ambiguous_walk", message, hint);
}

/** `Relative revision -3 didn't produce 3 migrations`, with the reason. */
export function relativeTooFar({ text, offset = 0 }: Identifier, reason: string): GenError {
  const count = Math.abs(offset);
  return usageError(
    "relative_revision",
    `Relative revision ${text} didn't produce ${count} ${count === 1 ? "migration" : "migrations"}: ${reason}.`,
    "`gen current` shows the database's revision, `gen history` lists all of them.",
  );
}
