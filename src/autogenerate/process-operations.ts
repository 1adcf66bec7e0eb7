/** The configuration's last word on what a revision does. */
import { withRestored } from "../compare/restore.js";
import { withoutNeedlessDrops } from "../compare/simplify.js";
import type { Hooks, RevisionPart } from "../config/hooks.js";
import { GenError } from "../errors.js";
import { describeOperation, inverse, type Operation } from "../operations/index.js";

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
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
}

export interface Processed {
  /** In the order in which they follow each other; none without operations. */
  readonly revisions: readonly PlannedRevision[];
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
  const { upgrade, downgrade } = plan;
  if (hook === undefined || upgrade.length === 0)
    return { revisions: nonEmpty([{ upgrade, downgrade }]), isWhole: true, notes: [] };
  const answer = await hook(upgrade);
  const notes: string[] = [];
  const parts: readonly (Omit<RevisionPart, "message"> & { readonly message?: string })[] = isParts(
    answer,
  )
    ? answer
    : [{ operations: answer }];
  const revisions = parts.map(({ message, operations, downgrade: back }): PlannedRevision => {
    const isUntouched =
      operations.length === upgrade.length && operations.every((one, i) => one === upgrade[i]);
    return {
      ...(message !== undefined && { message }),
      upgrade: operations,
      downgrade: back ?? (isUntouched ? downgrade : wayBack(operations, plan.undo, notes)),
    };
  });
  const left = new Set(revisions.flatMap((one) => one.upgrade));
  const isWhole = left.size === upgrade.length && upgrade.every((one) => left.has(one));
  return { revisions: nonEmpty(revisions), isWhole, notes };
}

function isParts(
  answer: readonly Operation[] | readonly RevisionPart[],
): answer is readonly RevisionPart[] {
  return answer.some((one) => "operations" in one && !("kind" in one));
}

function nonEmpty(revisions: readonly PlannedRevision[]): readonly PlannedRevision[] {
  return revisions.filter((one) => one.upgrade.length > 0);
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
