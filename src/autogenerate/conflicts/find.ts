/** Branches that can be merged in the graph, but conflict because they touch the same objects. */
import { describeOperation } from "../../operations/rules.js";
import type { Rebase } from "../../revisions/rebase.js";
import type { Revision } from "../../revisions/revision.js";
import { closure, dependentClosure } from "../../revisions/walk.js";
import { type RecordingInput, recordOperations } from "./record.js";
import { mentionsObject, objectName, type Touches, touches } from "./touches.js";

export type ConflictKind = "bothAdd" | "bothDrop" | "bothAlter" | "dropsUsed";

/** An object that two branches change in incompatible ways, or in ways that depend on the order. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** @example "public.vehicles.vin" */
  readonly object: string;
  /** The two branches. For `dropsUsed`, the first is the one that drops. */
  readonly sides: readonly [ConflictSide, ConflictSide];
}

export interface ConflictSide {
  /** The newest revision of the branch. */
  readonly head: string;
  readonly operations: readonly {
    readonly revision: string;
    /** The absolute path of its file. */
    readonly path: string;
    /** @example "alter column public.vehicles.vin" */
    readonly operation: string;
  }[];
}

/** A revision whose effects are unknown. */
export interface Unjudged {
  readonly revision: string;
  readonly path: string;
  readonly reason: string;
}

export interface ConflictReport {
  readonly conflicts: readonly Conflict[];
  readonly unjudged: readonly Unjudged[];
}

export interface Branch {
  readonly head: Revision;
  readonly revisions: readonly Revision[];
}

export type BranchPair = readonly [Branch, Branch];

/** Every two revisions, each with the revisions of its branch only; none if one is an ancestor. */
export function branchPairs(heads: readonly Revision[]): readonly BranchPair[] {
  const branch = (head: Revision, other: Revision): Branch => {
    const known = closure([other]);
    const own = [...closure([head])].filter((revision) => !known.has(revision));
    return { head, revisions: own.toSorted((a, b) => a.position - b.position) };
  };
  return heads
    .flatMap((head, index) => heads.slice(index + 1).map((other) => [head, other] as const))
    .map(([head, other]) => [branch(head, other), branch(other, head)] as const)
    .filter((pair) => pair.every(({ revisions }) => revisions.length > 0));
}

/** The revisions that a rebase moves, and those that are new below them: they may conflict. */
export function passedBranches({ revision, onto }: Rebase): readonly BranchPair[] {
  if (onto === undefined) return [];
  const below = closure([revision]);
  const passed = [...closure([onto])].filter((other) => !below.has(other));
  if (passed.length === 0) return [];
  const moving = { head: revision, revisions: [...dependentClosure([revision])] };
  return [[moving, { head: onto, revisions: passed }]];
}

/** Whether they have a common ancestor. Branches without one are not meant to be merged. */
export function isForked([left, right]: BranchPair): boolean {
  const ours = closure([left.head]);
  return [...closure([right.head])].some((revision) => ours.has(revision));
}

interface ConflictInput extends RecordingInput {
  /** Converts a path for reports. */
  readonly path?: (path: string) => string;
}

/** Runs the `upgrade` functions of branches without a database, and compares what they touch. */
export async function findConflicts(
  pairs: readonly BranchPair[],
  { path: shown = (path) => path, ...input }: ConflictInput,
): Promise<ConflictReport> {
  const revisions = [...new Set(pairs.flat().flatMap((branch) => branch.revisions))];
  const recordings = await recordOperations(revisions, input);
  const recorded = Array.from(recordings, ([{ revision, path }, { operations, problem }]) => ({
    revision,
    path: shown(path),
    operations,
    reasons: [
      ...operations.filter(({ kind }) => kind === "execute").map(describeOperation),
      ...(problem === undefined ? [] : [problem]),
    ],
  }));
  const byRevision = new Map(
    recorded.map(({ revision, path, operations }) => [
      revision,
      operations.map((operation) => ({
        said: { revision, path, operation: describeOperation(operation) },
        touches: touches(operation),
      })),
    ]),
  );
  const found = pairs.flatMap((pair) => compareBranches(pair, byRevision));
  // Three heads may share the part of a branch that conflicts with a fourth head.
  const conflicts = new Map(
    found.map((conflict) => {
      const { kind, object, sides } = conflict;
      return [JSON.stringify([kind, object, sides.map(({ operations }) => operations)]), conflict];
    }),
  );
  const unjudged = recorded.flatMap(({ revision, path, reasons }) =>
    reasons.map((reason) => ({ revision, path, reason })),
  );
  return { conflicts: [...conflicts.values()], unjudged };
}

interface RecordedOperation {
  readonly said: ConflictSide["operations"][number];
  readonly touches: Touches;
}

function compareBranches(
  [left, right]: BranchPair,
  recorded: ReadonlyMap<string, readonly RecordedOperation[]>,
): readonly Conflict[] {
  const operationsOf = ({ revisions }: Branch) =>
    revisions.flatMap(({ revision }) => recorded.get(revision) ?? []);
  const sideOf = ({ head }: Branch, operations: Iterable<RecordedOperation>): ConflictSide => ({
    head: head.revision,
    operations: Array.from(operations, ({ said }) => said),
  });
  const grouped = new Map<string, [Clash, Set<RecordedOperation>, Set<RecordedOperation>]>();
  const others = operationsOf(right);
  for (const operation of operationsOf(left))
    for (const other of others) {
      const clash = clashOf(operation.touches, other.touches);
      if (clash === undefined) continue;
      const name = `${clash.kind} ${clash.isMirrored} ${clash.object}`;
      const [, ours, theirs] = grouped.get(name) ?? [clash, new Set(), new Set()];
      grouped.set(name, [clash, ours.add(operation), theirs.add(other)]);
    }
  return [...grouped.values()].map(([{ kind, object, isMirrored }, ours, theirs]) => {
    const [first, second] = [sideOf(left, ours), sideOf(right, theirs)];
    const sides = isMirrored ? ([second, first] as const) : ([first, second] as const);
    return { kind, object: objectName(object), sides };
  });
}

interface Clash {
  readonly kind: ConflictKind;
  readonly object: string;
  /** The second one drops. */
  readonly isMirrored: boolean;
}

/** The first conflict of two operations: one is enough. */
function clashOf(one: Touches, other: Touches): Clash | undefined {
  const same = (kind: ConflictKind, ours: readonly string[], theirs: readonly string[]) => {
    const object = ours.find((candidate) => theirs.includes(candidate));
    return object === undefined ? undefined : { kind, object, isMirrored: false };
  };
  return (
    same("bothAdd", one.adds, other.adds) ??
    same("bothDrop", one.drops, other.drops) ??
    same("bothAlter", one.alters, other.alters) ??
    dropOfUsed(one, other, false) ??
    dropOfUsed(other, one, true)
  );
}

function dropOfUsed(dropping: Touches, using: Touches, isMirrored: boolean): Clash | undefined {
  const object = dropping.drops.find(
    (dropped) =>
      using.uses.includes(dropped) ||
      using.alters.includes(dropped) ||
      mentionsObject(using, dropped),
  );
  return object === undefined ? undefined : { kind: "dropsUsed", object, isMirrored };
}
