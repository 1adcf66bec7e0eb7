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
