import { ExitStatus, GenError } from "../errors.js";
import type { Revision, RevisionGraph } from "./graph.js";
import { closure } from "./walk.js";

/**
 * The revisions of the version table's rows.
 *
 * @throws GenError `unknown_revision_in_database`, status 5, for a row that no file defines
 */
export function resolveRows(graph: RevisionGraph, rows: readonly string[]): readonly Revision[] {
  const unknown = rows.filter((row) => graph.get(row) === undefined);
  if (unknown.length > 0) throw unknownRows(unknown);
  return [...new Set(rows)].flatMap((row) => graph.get(row) ?? []);
}

function unknownRows(rows: readonly string[]): GenError {
  const names = rows.map((row) => `'${row}'`).join(", ");
  return new GenError(
    "unknown_revision_in_database",
    `The database is at revision ${names}, which no file defines.`,
    {
      hint:
        "Either this checkout is older than the one that upgraded the database (fetch the newer files), " +
        "or another branch, or another project, did (check --database-url and versionTable), " +
        "or the file was deleted (restore it). If the schema is known to be that of a revision REV which you have, " +
        "`gen stamp --purge REV` records so.",
      status: ExitStatus.integrity,
    },
  );
}

/**
 * The applied revisions and the version rows that stand for them, kept up to date step by step.
 * The rows are the maximal elements of what is applied; a row that was redundant from the start
 * (a revision above it has a row too) stays until its own revision is taken down.
 */
export class AppliedRevisions {
  readonly #applied: Set<Revision>;
  readonly #followers = new Map<Revision, number>();
  /** Sorted. */
  readonly #rows: string[];
  readonly #redundant: ReadonlySet<Revision>;

  constructor(rows: readonly Revision[]) {
    this.#applied = closure(rows);
    for (const revision of this.#applied) this.#count(revision, 1);
    this.#redundant = new Set(rows.filter((row) => !this.#isMaximal(row)));
    this.#rows = [...new Set(rows.map((row) => row.revision))].sort();
  }

  has(revision: Revision): boolean {
    return this.#applied.has(revision);
  }

  /** Sorted, so that two equal states read the same. */
  rows(): readonly string[] {
    return this.#rows.slice();
  }

  upgrade(revision: Revision): void {
    this.#applied.add(revision);
    this.#count(revision, 1);
    this.#put(revision);
    for (const required of requirementsOf(revision)) this.#take(required);
  }

  downgrade(revision: Revision): void {
    this.#applied.delete(revision);
    this.#count(revision, -1);
    this.#take(revision);
    for (const required of requirementsOf(revision)) {
      if (this.#isMaximal(required) || this.#redundant.has(required)) {
        if (this.#applied.has(required)) this.#put(required);
      }
    }
  }

  #count(revision: Revision, by: number): void {
    for (const required of requirementsOf(revision)) {
      this.#followers.set(required, (this.#followers.get(required) ?? 0) + by);
    }
  }

  #put({ revision }: Revision): void {
    const place = this.#placeOf(revision);
    if (this.#rows[place] !== revision) this.#rows.splice(place, 0, revision);
  }

  #take({ revision }: Revision): void {
    const place = this.#placeOf(revision);
    if (this.#rows[place] === revision) this.#rows.splice(place, 1);
  }

  /** Where it stands among the sorted rows, or would stand. */
  #placeOf(revision: string): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? "") < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isMaximal(revision: Revision): boolean {
    return (this.#followers.get(revision) ?? 0) === 0;
  }
}

function requirementsOf(revision: Revision): ReadonlySet<Revision> {
  return new Set([...revision.parents, ...revision.dependencies]);
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
