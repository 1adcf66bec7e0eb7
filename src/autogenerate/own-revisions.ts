/** What of a plan gets a revision of its own, because one transaction cannot hold all of it. */
import { isTransactional, type Operation } from "../operations/index.js";

export interface RevisionSegment {
  /** What sets it apart, for its message; absent for the revision that was asked for. */
  readonly part?: string;
  /** Of the plan. */
  readonly planned: readonly Operation[];
  /** As the revision's file says them. */
  readonly upgrade: readonly Operation[];
}

/**
 * Cuts a plan so that a failure leaves nothing half done.
 *
 * `CREATE INDEX CONCURRENTLY` commits whatever its migration did before. If the build then fails,
 * that part stays although the version table does not say so, and the next attempt fails on it. So
 * what cannot run in a transaction becomes a revision of its own.
 *
 * Enum values that the plan itself uses must be committed before that use. They stand at the
 * beginning of the file, in `op.autocommit`, where nothing comes before them and a second attempt
 * skips those that are there. Where something does come before them (a rename, a new schema), they
 * end a revision together with that.
 *
 * @example cutAtCommits([addColumn, createIndexConcurrently]).map(({ part }) => part)
 * // [undefined, "concurrent index"]
 */
export function cutAtCommits(operations: readonly Operation[]): readonly RevisionSegment[] {
  const groups = grouped(operations);
  if (groups.length === 1) return groups.map(({ planned }) => ({ planned, upgrade: planned }));
  return groups.map((group) => ({
    ...(group.kind !== "ordinary" && { part: partName(group) }),
    planned: group.planned,
    upgrade: group.kind === "values" ? group.planned.flatMap(unwrapped) : group.planned,
  }));
}

interface Group {
  kind: "ordinary" | "values" | "outside";
  readonly planned: Operation[];
}

function grouped(operations: readonly Operation[]): readonly Group[] {
  const groups: Group[] = [];
  for (const operation of operations) {
    const last = groups.at(-1);
    const kind = isTransactional(operation) || addsValues(operation) ? "ordinary" : "outside";
    if (last === undefined || last.kind !== kind) groups.push({ kind, planned: [operation] });
    else {
      last.planned.push(operation);
      if (addsValues(operation)) last.kind = "values";
    }
  }
  return groups;
}

function addsValues(operation: Operation): boolean {
  return (
    operation.kind === "autocommit" &&
    operation.operations.every((inner) => inner.kind === "addEnumValue")
  );
}

/** The end of the revision commits the values. */
function unwrapped(operation: Operation): readonly Operation[] {
  return operation.kind === "autocommit" ? operation.operations : [operation];
}

function partName({ kind, planned }: Group): string {
  if (kind === "values") return "enum values";
  const isIndex = (one: Operation): boolean =>
    one.kind === "createIndex" || one.kind === "dropIndex";
  if (!planned.every(isIndex)) return "outside a transaction";
  return planned.length === 1 ? "concurrent index" : "concurrent indexes";
}
