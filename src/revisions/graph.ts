import { buildRevisions } from "./build.js";

/** What a revision file says about itself before it is run. */
export interface RevisionFile {
  /** The identifier, as it stands in the version table. */
  readonly revision: string;
  /** The parents: none for a base, several for a merge. Their order is the file's. */
  readonly downRevision: readonly string[];
  readonly branchLabels: readonly string[];
  /** Identifiers or branch labels of revisions that must be applied first. */
  readonly dependsOn: readonly string[];
  /** The first paragraph of the leading comment, on one line; empty without one. */
  readonly message: string;
  /** As written after `Create Date:`. */
  readonly createDate?: string;
  /** As written after `Author:`. */
  readonly author?: string;
  readonly path: string;
}

/** A revision with its place in the graph. */
export interface Revision extends RevisionFile {
  /** Its place in load order, which breaks every tie. */
  readonly position: number;
  /** The revisions of `downRevision`, in that order. */
  readonly parents: readonly Revision[];
  /** The revisions of `dependsOn`. */
  readonly dependencies: readonly Revision[];
  /** Parents, then the dependencies that no proper ancestor declares already. */
  readonly requires: readonly Revision[];
  /** The revisions that name this one as a parent, in load order. */
  readonly children: readonly Revision[];
  /** The revisions that name this one in `dependsOn`, in load order. */
  readonly dependents: readonly Revision[];
  /** Its own branch labels and those it has from its branch. */
  readonly labels: readonly string[];
}

/**
 * The revisions and how they follow each other. Immutable; knows neither files nor a database.
 *
 * @example
 * const graph = RevisionGraph.from(readRevisionFiles(["migrations"]));
 * graph.heads().map((head) => head.revision);
 */
export class RevisionGraph {
  /** In load order: the order of the files' names. */
  readonly revisions: readonly Revision[];
  readonly #byRevision: ReadonlyMap<string, Revision>;
  readonly #byLabel: ReadonlyMap<string, Revision>;

  private constructor(revisions: readonly Revision[]) {
    this.revisions = revisions;
    this.#byRevision = new Map(revisions.map((revision) => [revision.revision, revision]));
    this.#byLabel = new Map(
      revisions.flatMap((revision) =>
        revision.branchLabels.map((label): [string, Revision] => [label, revision]),
      ),
    );
  }

  /**
   * @throws GenError `duplicate_revision`, `revision_loop`, `duplicate_label`, `missing_revision`
   *   (a parent or dependency that no file defines), `revision_cycle`, `revision_id`, `branch_label`
   */
  static from(files: readonly RevisionFile[]): RevisionGraph {
    return new RevisionGraph(buildRevisions(files));
  }

  /** The revision with exactly this identifier. */
  get(revision: string): Revision | undefined {
    return this.#byRevision.get(revision);
  }

  /** The revision with exactly this identifier or branch label. */
  named(name: string): Revision | undefined {
    return this.#byRevision.get(name) ?? this.#byLabel.get(name);
  }

  /** Every identifier, then every branch label, in load order. */
  names(): readonly string[] {
    return [...this.#byRevision.keys(), ...this.#byLabel.keys()];
  }

  /** Revisions without a child. One that others depend on is among them. */
  heads(): readonly Revision[] {
    return this.revisions.filter(isHead);
  }

  /** Revisions that no other follows or depends on: what `upgrade heads` goes to. */
  realHeads(): readonly Revision[] {
    return this.revisions.filter(isRealHead);
  }

  /** Revisions without a parent. */
  bases(): readonly Revision[] {
    return this.revisions.filter((revision) => revision.parents.length === 0);
  }

  /** Revisions that several follow. */
  branchPoints(): readonly Revision[] {
    return this.revisions.filter(isBranchPoint);
  }
}

export function isHead(revision: Revision): boolean {
  return revision.children.length === 0;
}

export function isRealHead(revision: Revision): boolean {
  return revision.children.length === 0 && revision.dependents.length === 0;
}

export function isBranchPoint(revision: Revision): boolean {
  return revision.children.length > 1;
}

export function isMergePoint(revision: Revision): boolean {
  return revision.parents.length > 1;
}
