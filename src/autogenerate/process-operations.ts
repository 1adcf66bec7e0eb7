/** From a plan to revisions: what `processOperations` makes of it, cut where one transaction ends. */
import { withRestored } from "../compare/passes/restore-attributes.js";
import { withoutNeedlessDrops } from "../compare/passes/needless-drops.js";
import { defined } from "../defined.js";
import type { Hooks, RevisionPart } from "../config/hooks.js";
import { GenError } from "../errors.js";
import {
  describeOperation,
  inverse,
  isTransactional,
  type Operation,
} from "../operations/index.js";
import { unwrapped } from "./run-operations.js";

export interface ProcessInput {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What takes an operation back, where that is not its own inverse. */
  readonly undo: ReadonlyMap<Operation, readonly Operation[]>;
}

/** What becomes one file. */
export interface PlannedRevision {
  /** Absent: the one that was asked for. */
  readonly message?: string;
  /** What sets it apart from the others of that message: `concurrent index`. */
  readonly part?: string;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What a reviewer must know of an operation besides its hazards. */
  readonly marks?: ReadonlyMap<Operation, string>;
}

export interface Processed {
  /** In the order in which they follow each other; none without operations. */
  readonly revisions: readonly PlannedRevision[];
  /** All operations in one list, `autocommit` where something has to be committed before the rest. */
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Whether the very operations of the plan are left, in whatever order and files. */
  readonly isWhole: boolean;
  readonly notes: readonly string[];
}

/**
 * Gives the operations of a plan to `processOperations`. The way back is made from what it returns:
 * an operation of the plan's own is taken back as planned, any other by its inverse.
 *
 * @throws what the author's function throws; GenError `config_invalid` for a wrong answer
 */
export async function processPlan(
  plan: ProcessInput,
  hook: Hooks["processOperations"],
): Promise<Processed> {
  const notes: string[] = [];
  const parts = hook === undefined ? [] : await askedParts(plan, hook);
  const wanted = parts.length > 0 ? parts : [{ operations: plan.upgrade }];
  const revisions = wanted.flatMap((part) => revisionsOf(part, plan, notes));
  const upgrade = wanted.flatMap((part) => part.operations);
  const left = new Set(upgrade);
  const isWhole =
    left.size === plan.upgrade.length && plan.upgrade.every((operation) => left.has(operation));
  return {
    revisions: revisions.filter((revision) => revision.upgrade.length > 0),
    upgrade,
    downgrade: revisions.toReversed().flatMap((revision) => revision.downgrade),
    isWhole,
    notes,
  };
}

type Part = Omit<RevisionPart, "message"> & { readonly message?: string };

/** What the author's function answers. */
async function askedParts(
  { upgrade }: ProcessInput,
  hook: NonNullable<Hooks["processOperations"]>,
): Promise<readonly Part[]> {
  if (upgrade.length === 0) return [];
  const answer = await hook(upgrade);
  return isParts(answer) ? answer : [{ operations: answer }];
}

/** An author who writes the way back has a say in what belongs together. */
function revisionsOf(part: Part, plan: ProcessInput, notes: string[]): readonly PlannedRevision[] {
  const { message, operations, downgrade } = part;
  const named = defined({ message });
  if (downgrade !== undefined) return [{ ...named, upgrade: operations, downgrade }];
  const segments = cutAtCommits(operations);
  if (segments.length > 1) notes.push(severalRevisions(segments.length));
  const isUntouched =
    operations.length === plan.upgrade.length &&
    operations.every((operation, index) => operation === plan.upgrade[index]);
  return segments.map(({ part: own, planned, upgrade }) => ({
    ...named,
    ...defined({ part: own }),
    upgrade,
    downgrade:
      isUntouched && segments.length === 1 ? plan.downgrade : wayBack(planned, plan.undo, notes),
  }));
}

function severalRevisions(count: number): string {
  return `This change is written as ${count} revisions: part of it cannot share a transaction with the rest, and this way a failure leaves nothing half done.`;
}

function isParts(
  answer: readonly Operation[] | readonly RevisionPart[],
): answer is readonly RevisionPart[] {
  return answer.some((one) => "operations" in one && !("kind" in one));
}

function wayBack(
  operations: readonly Operation[],
  undo: ProcessInput["undo"],
  notes: string[],
): readonly Operation[] {
  const back = operations.toReversed().flatMap((operation) => {
    try {
      return undo.get(operation) ?? inverse(operation);
    } catch (error) {
      if (!(error instanceof GenError) || error.code !== "irreversible") throw error;
      notes.push(
        `The downgrade does not take back what processOperations added (${describeOperation(operation)}): return a downgrade with it.`,
      );
      return [];
    }
  });
  return withRestored(withoutNeedlessDrops(back));
}

interface RevisionSegment {
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
    // The end of the revision commits the values.
    upgrade: group.kind === "values" ? unwrapped(group.planned) : group.planned,
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

function partName({ kind, planned }: Group): string {
  if (kind === "values") return "enum values";
  const isIndex = (one: Operation): boolean =>
    one.kind === "createIndex" || one.kind === "dropIndex";
  if (!planned.every(isIndex)) return "outside a transaction";
  return planned.length === 1 ? "concurrent index" : "concurrent indexes";
}
