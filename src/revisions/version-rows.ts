import { integrityError } from "../errors.js";
import type { RevisionGraph } from "./graph.js";
import type { Revision } from "./revision.js";
import { closure } from "./walk.js";

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

/**
 * The applied revisions and the version rows that stand for them, kept up to date step by step.
 * The rows are the maximal elements of what is applied; a row that was redundant from the start
 * (a revision above it has a row too) stays until its own revision is taken down.
 */
export class AppliedRevisions {
  readonly #applied: Set<Revision>;
  readonly #followers = new Map<Revision, number>();
  readonly #rows: Set<string>;
  readonly #redundant: ReadonlySet<Revision>;

  constructor(rows: readonly Revision[]) {
    this.#applied = closure(rows);
    for (const revision of this.#applied) this.#count(revision, 1);
    this.#redundant = new Set(rows.filter((row) => !this.#isMaximal(row)));
    this.#rows = new Set(rows.map((row) => row.revision));
  }

  has(revision: Revision): boolean {
    return this.#applied.has(revision);
  }

  /** Sorted, so that two equal states read the same. */
  rows(): readonly string[] {
    return [...this.#rows].sort();
  }

  upgrade(revision: Revision): void {
    this.#applied.add(revision);
    this.#count(revision, 1);
    this.#rows.add(revision.revision);
    for (const required of requirementsOf(revision)) this.#rows.delete(required.revision);
  }

  downgrade(revision: Revision): void {
    this.#applied.delete(revision);
    this.#count(revision, -1);
    this.#rows.delete(revision.revision);
    for (const required of requirementsOf(revision)) {
      const hasRow = this.#isMaximal(required) || this.#redundant.has(required);
      if (hasRow && this.#applied.has(required)) this.#rows.add(required.revision);
    }
  }

  #count(revision: Revision, by: number): void {
    for (const required of requirementsOf(revision)) {
      this.#followers.set(required, (this.#followers.get(required) ?? 0) + by);
    }
  }

  #isMaximal(revision: Revision): boolean {
    return (this.#followers.get(revision) ?? 0) === 0;
  }
}

function requirementsOf(revision: Revision): ReadonlySet<Revision> {
  return new Set([...revision.parents, ...revision.dependencies]);
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

/** The steps in the order given, each with the rows that it leaves. */
export function stepsOf(
  direction: Direction,
  revisions: readonly Revision[],
  applied: AppliedRevisions,
): readonly Step[] {
  let headsBefore = applied.rows();
  return revisions.map((revision) => {
    if (direction === "upgrade") applied.upgrade(revision);
    else applied.downgrade(revision);
    const headsAfter = applied.rows();
    const step = { direction, revision, headsBefore, headsAfter };
    headsBefore = headsAfter;
    return step;
  });
}

/** The rows to take out and to put in, to get from one state of the version table to another. */
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
