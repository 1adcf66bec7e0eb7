/**
 * Turns a plan into revisions: calls `processOperations`, and splits at the end of transactions.
 */
import { withoutNeedlessDrops, withRestored } from "../compare/passes/finished-operations.js";
import type { Hooks, RevisionPart } from "../config/hooks.js";
import { defined } from "../defined.js";
import { GenError } from "../errors.js";
import { describeOperation, inverse, isTransactional, partsOf } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";
import type { Plan } from "./plan/planning.js";

type Planned = Pick<Plan, "upgrade" | "downgrade" | "undo">;

export interface PlannedRevision {
  /** Default: the given message. */
  readonly message?: string;
  /** Distinguishes it from others with the same message: `concurrent index`. */
  readonly part?: string;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** What a reviewer must know about an operation, besides its hazards. */
  readonly marks?: ReadonlyMap<Operation, string>;
}

export interface Processed {
  readonly revisions: readonly PlannedRevision[];
  /** All operations in one list. `autocommit` contains what must be committed before the rest. */
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Whether these are exactly the operations of the plan, in any order and in any files. */
  readonly isWhole: boolean;
  readonly notes: readonly string[];
}

/** Operations of the plan are undone as planned, all others by their inverses. */
export async function processPlan(
  plan: Planned,
  hook: Hooks["processOperations"],
): Promise<Processed> {
  const notes: string[] = [];
  const answer = plan.upgrade.length > 0 && hook ? await hook(plan.upgrade) : plan.upgrade;
  const parts = isParts(answer) ? answer : [{ operations: answer }];
  const revisions = parts.flatMap((part) => revisionsOf(part, plan, notes));
  const upgrade = parts.flatMap(({ operations }) => operations);
  const left = new Set(upgrade);
  return {
    revisions: revisions.filter((revision) => revision.upgrade.length > 0),
    upgrade,
    downgrade: revisions.toReversed().flatMap(({ downgrade }) => downgrade),
    isWhole:
      left.size === plan.upgrade.length && plan.upgrade.every((operation) => left.has(operation)),
    notes,
  };
}

function isParts(
  answer: readonly Operation[] | readonly RevisionPart[],
): answer is readonly RevisionPart[] {
  return answer.some((part) => "operations" in part && !("kind" in part));
}

/** Authors who write the downgrade also decide what belongs together. */
function revisionsOf(
  { message, operations, downgrade }: Partial<RevisionPart> & Pick<RevisionPart, "operations">,
  plan: Planned,
  notes: string[],
): readonly PlannedRevision[] {
  if (downgrade !== undefined) return [{ ...defined({ message }), upgrade: operations, downgrade }];
  const segments = cutAtCommits(operations);
  if (segments.length > 1)
    notes.push(
      `This change is written as ${segments.length} revisions: part of it cannot run in the same transaction as the rest, and a failure must not leave the change half applied.`,
    );
  const isUntouched =
    segments.length === 1 &&
    operations.length === plan.upgrade.length &&
    operations.every((operation, index) => operation === plan.upgrade[index]);
  return segments.map(({ part, planned, upgrade }) => ({
    ...defined({ message, part }),
    upgrade,
    downgrade: isUntouched ? plan.downgrade : wayBack(planned, plan.undo, notes),
  }));
}

function wayBack(
  operations: readonly Operation[],
  undo: Planned["undo"],
  notes: string[],
): readonly Operation[] {
  const back = operations.toReversed().flatMap((operation) => {
    try {
      return undo.get(operation) ?? inverse(operation);
    } catch (error) {
      if (!(error instanceof GenError) || error.code !== "irreversible") throw error;
      notes.push(
        `The downgrade does not undo what processOperations added (${describeOperation(operation)}): return a downgrade too.`,
      );
      return [];
    }
  });
  return withRestored(withoutNeedlessDrops(back));
}

interface Segment extends Pick<PlannedRevision, "part" | "upgrade"> {
  readonly planned: readonly Operation[];
}

/**
 * Splits a plan so that a failure does not leave a change half applied. `CREATE INDEX CONCURRENTLY`
 * commits what its migration did before, without a version row, so it gets its own revision. Enum
 * values that the plan uses must be committed first. At the beginning of a file they are in
 * `op.autocommit`, and a second attempt skips existing ones. After other operations (a rename, a
 * new schema) they end the revision.
 */
export function cutAtCommits(operations: readonly Operation[]): readonly Segment[] {
  const groups: { kind: "ordinary" | "values" | "outside"; readonly planned: Operation[] }[] = [];
  for (const operation of operations) {
    const last = groups.at(-1);
    const kind = isTransactional(operation) || addsValues(operation) ? "ordinary" : "outside";
    if (last?.kind !== kind) groups.push({ kind, planned: [operation] });
    else {
      last.planned.push(operation);
      if (addsValues(operation)) last.kind = "values";
    }
  }
  return groups.map(({ kind, planned }) => {
    if (kind === "ordinary" || groups.length === 1) return { planned, upgrade: planned };
    if (kind === "outside") return { part: outsideName(planned), planned, upgrade: planned };
    // The end of the revision commits the values.
    return { part: "enum values", planned, upgrade: planned.flatMap(partsOf) };
  });
}

function addsValues(operation: Operation): boolean {
  return (
    operation.kind === "autocommit" &&
    operation.operations.every((inner) => inner.kind === "addEnumValue")
  );
}

function outsideName(planned: readonly Operation[]): string {
  const isIndex = ({ kind }: Operation): boolean => kind === "createIndex" || kind === "dropIndex";
  if (!planned.every(isIndex)) return "outside a transaction";
  return planned.length === 1 ? "concurrent index" : "concurrent indexes";
}
