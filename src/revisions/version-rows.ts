/** The rows of the version table: their meaning, and how a run or a stamp changes them. */
import { integrityError, usageError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import { parseAbsolute } from "./identifier.js";
import { resolveBranch, resolveName } from "./resolve.js";
import type { Revision } from "./revision.js";
import { closure, dependentClosure } from "./walk.js";

/** The revisions of the version table's rows. */
export function resolveRows(graph: RevisionGraph, rows: readonly string[]): readonly Revision[] {
  const unknown = rows.filter((row) => graph.get(row) === undefined);
  if (unknown.length > 0) {
    throw integrityError(
      "unknown_revision_in_database",
      `The database is at revision ${unknown.map((row) => `'${row}'`).join(", ")}, which no file defines.`,
      "If this checkout is older than the one that upgraded the database, fetch the newer files. " +
        "If another branch or project upgraded it, check --database-url and versionTable. " +
        "If the file was deleted, restore it. If the schema matches a revision REV that you have, " +
        "`gen stamp --purge REV` records that.",
    );
  }
  return [...new Set(rows)].flatMap((row) => graph.get(row) ?? []);
}

export type Direction = "upgrade" | "downgrade";

/** One migration to run, and the version rows before and after it. */
export interface Step {
  readonly direction: Direction;
  readonly revision: Revision;
  readonly headsBefore: readonly string[];
  readonly headsAfter: readonly string[];
}

/**
 * A step in one line.
 *
 * @example "Running upgrade 9b1c7d20aa41 -> 3f2a9c81b0de, Add manufacturer column"
 */
export function describeStep({ direction, revision }: Step): string {
  const parents = revision.downRevision.length === 0 ? "<base>" : revision.downRevision.join(", ");
  const ends =
    direction === "upgrade" ? [parents, revision.revision] : [revision.revision, parents];
  const message = revision.message === "" ? "" : `, ${revision.message}`;
  return `Running ${direction} ${ends.join(" -> ")}${message}`;
}

/**
 * The given steps, each with the rows that it leaves: the maximal revisions that are applied then.
 * A row that is redundant from the start (there is a row above it) stays until its own revision is
 * undone.
 */
export function stepsOf(
  direction: Direction,
  revisions: readonly Revision[],
  current: readonly Revision[],
): readonly Step[] {
  const applied = closure(current);
  const isMaximal = ({ children, dependents }: Revision): boolean =>
    ![...children, ...dependents].some((follower) => applied.has(follower));
  const redundant = new Set(current.filter((row) => !isMaximal(row)));
  const rows = new Set(current);
  const names = (): readonly string[] => [...rows].map(({ revision }) => revision).sort();
  let headsAfter = names();
  return revisions.map((revision) => {
    const headsBefore = headsAfter;
    const required = [...revision.parents, ...revision.dependencies];
    if (direction === "upgrade") {
      rows.add(revision);
      for (const below of required) rows.delete(below);
    } else {
      rows.delete(revision);
      applied.delete(revision);
      const isRow = (below: Revision): boolean =>
        applied.has(below) && (isMaximal(below) || redundant.has(below));
      for (const below of required.filter(isRow)) rows.add(below);
    }
    headsAfter = names();
    return { direction, revision, headsBefore, headsAfter };
  });
}

/** The rows to delete and insert to get from one state of the version table to another. */
export interface RowChange {
  readonly deleted: readonly string[];
  readonly inserted: readonly string[];
}

export function rowChange(before: readonly string[], after: readonly string[]): RowChange {
  return {
    deleted: before.filter((row) => !after.includes(row)),
    inserted: after.filter((row) => !before.includes(row)),
  };
}

/**
 * The version rows after stamping. The destinations replace the rows in their lineage (dependencies
 * included); other rows stay.
 *
 * @param targets identifiers; `base` removes rows
 * @param options.purge ignores all existing rows, including those of revisions that have no file
 */
export function planStamp(
  graph: RevisionGraph,
  rows: readonly string[],
  targets: readonly string[],
  { purge = false }: { readonly purge?: boolean } = {},
): readonly string[] {
  const current = purge ? [] : resolveRows(graph, rows);
  const names = targets.map(parseAbsolute);
  const destinations = names.flatMap((name) => resolveName(graph, name));
  const lineages = names.map((name) =>
    [resolveBranch(graph, name.label) ?? [], resolveName(graph, name)].flat(),
  );
  const affected = new Set(lineages.flatMap((lineage) => related(current, lineage)));
  const added = destinations.filter((destination) => !affected.has(destination));
  const twice = added.find((destination, index) => added.indexOf(destination) !== index);
  if (twice !== undefined) {
    const message = `Revision ${twice.revision} is named twice by ${targets.map((text) => `'${text}'`).join(", ")}.`;
    throw usageError("duplicate_target", message, "Name each revision once.");
  }
  const after = stamp(new Set(current), affected, added, destinations.length === 0);
  return [...after].map((revision) => revision.revision).sort();
}

/** Rows above, below or equal to one of `revisions`. All of them for the base. */
function related(rows: readonly Revision[], revisions: readonly Revision[]): readonly Revision[] {
  if (revisions.length === 0) return rows;
  const lineage = new Set([...closure(revisions), ...dependentClosure(revisions)]);
  return rows.filter((row) => lineage.has(row));
}

function stamp(
  rows: Set<Revision>,
  affected: ReadonlySet<Revision>,
  added: readonly Revision[],
  isBase: boolean,
): ReadonlySet<Revision> {
  const isAffected = (lineage: ReadonlySet<Revision>): boolean =>
    [...affected].some((row) => lineage.has(row));
  let moved = false;
  const move = (): void => {
    for (const row of affected) rows.delete(row);
    moved = true;
  };
  if (isBase) move();
  for (const destination of added) {
    const isAbove = isAffected(dependentClosure([destination]));
    const isBelow = isAffected(closure([destination]));
    if (isAbove && (isBelow || moved)) {
      const names = [...affected].map((row) => row.revision).join(", ");
      throw integrityError(
        "ambiguous_stamp",
        `Stamping ${destination.revision} together with the other revisions would remove the row(s) ${names} more than once.`,
        "`gen stamp --purge REV…` writes exactly the rows that you name.",
      );
    }
    if (isAbove || isBelow) move();
    rows.add(destination);
  }
  return rows;
}
