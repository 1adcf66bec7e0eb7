/** The header of a revision file, which is read without running the file. */
export interface RevisionFile {
  /** The identifier, as in the version table. */
  readonly revision: string;
  /** The parents, in the file's order: none for a base, several for a merge. */
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
  /** Its position in load order, which breaks ties. */
  readonly position: number;
  /** The revisions of `downRevision`, in that order. */
  readonly parents: readonly Revision[];
  /** The revisions of `dependsOn`. */
  readonly dependencies: readonly Revision[];
  /** Parents, and the dependencies that no proper ancestor declares. */
  readonly requires: readonly Revision[];
  /** The revisions that name this one as a parent, in load order. */
  readonly children: readonly Revision[];
  /** The revisions that name this one in `dependsOn`, in load order. */
  readonly dependents: readonly Revision[];
  /** Its own branch labels and those of its branch. */
  readonly labels: readonly string[];
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

/** A revision in JSON output and in results of the package's functions. */
export interface RevisionInfo extends Pick<
  RevisionFile,
  "revision" | "downRevision" | "branchLabels" | "dependsOn" | "message" | "path"
> {
  readonly isHead: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
}

/** @param path converts a path for display; default: unchanged */
export function revisionInfo(
  revision: Revision,
  path: (path: string) => string = (absolute) => absolute,
): RevisionInfo {
  const { downRevision, branchLabels, dependsOn, message } = revision;
  return {
    revision: revision.revision,
    downRevision,
    branchLabels,
    dependsOn,
    message,
    path: path(revision.path),
    isHead: isHead(revision),
    isBranchPoint: isBranchPoint(revision),
    isMergePoint: isMergePoint(revision),
  };
}
