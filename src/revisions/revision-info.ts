import { isBranchPoint, isHead, isMergePoint, type Revision } from "./graph.js";

/** A revision as programs get it. */
export interface RevisionInfo {
  readonly revision: string;
  readonly downRevision: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  readonly path: string;
  readonly isHead: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
}

/** @param path how a path is shown; by default as it is */
export function revisionInfo(
  revision: Revision,
  path: (path: string) => string = (absolute) => absolute,
): RevisionInfo {
  return {
    revision: revision.revision,
    downRevision: revision.downRevision,
    branchLabels: revision.branchLabels,
    dependsOn: revision.dependsOn,
    message: revision.message,
    path: path(revision.path),
    isHead: isHead(revision),
    isBranchPoint: isBranchPoint(revision),
    isMergePoint: isMergePoint(revision),
  };
}
