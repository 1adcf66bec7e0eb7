import { buildRevisions } from "./build.js";
import { isBranchPoint, isHead, isRealHead, type Revision, type RevisionFile } from "./revision.js";

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
