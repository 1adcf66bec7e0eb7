import type { Step } from "../revisions/version-rows.js";

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
