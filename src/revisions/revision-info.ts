import { isBranchPoint, isHead, isMergePoint, type Revision, type RevisionFile } from "./graph.js";

/** A revision as programs get it. */
export interface RevisionInfo extends Pick<
  RevisionFile,
  "revision" | "downRevision" | "branchLabels" | "dependsOn" | "message" | "path"
> {
  readonly isHead: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
}

/** @param path how a path is shown; by default as it is */
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
