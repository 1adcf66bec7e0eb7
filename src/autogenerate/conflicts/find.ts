/** Branches that the graph can join and the database cannot: they touch the same objects. */
import { describeOperation } from "../../operations/describe.js";
import type { Operation } from "../../operations/types.js";
import type { Rebase } from "../../revisions/rebase.js";
import type { Revision } from "../../revisions/revision.js";
import { closure, dependentClosure } from "../../revisions/walk.js";
import { recordOperations, type Recording, type RecordingInput } from "./record.js";
import { mentionsObject, objectName, type Touches, touches } from "./touches.js";

export type ConflictKind = "bothAdd" | "bothDrop" | "bothAlter" | "dropsUsed";

/** An object that two branches touch in ways that do not go together, or not in either order. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** @example "public.vehicles.vin" */
  readonly object: string;
  /** The two branches. For `dropsUsed`, the one that drops is the first. */
  readonly sides: readonly [ConflictSide, ConflictSide];
}

export interface ConflictSide {
  /** The newest revision of the branch. */
  readonly head: string;
  readonly operations: readonly {
    readonly revision: string;
    /** Of its file; absolute. */
    readonly path: string;
    /** @example "alter column public.vehicles.vin" */
    readonly operation: string;
  }[];
}

/** Something in a branch of which nobody can tell what it touches. */
export interface Unjudged {
  readonly revision: string;
  readonly path: string;
  readonly reason: string;
}

export interface ConflictReport {
  readonly conflicts: readonly Conflict[];
  readonly unjudged: readonly Unjudged[];
}

/** What one side has that the other has not. */
export interface Branch {
  readonly head: Revision;
  readonly revisions: readonly Revision[];
}

export type BranchPair = readonly [Branch, Branch];

/**
 * Every two of the revisions, each with what has happened on its branch and not on the other's.
 * Where one is above the other there is nothing to join.
 */
export function branchPairs(heads: readonly Revision[]): readonly BranchPair[] {
  return heads.flatMap((head, index) =>
    heads.slice(index + 1).flatMap((other): readonly BranchPair[] => {
      const left = { head, revisions: besides(head, other) };
      const right = { head: other, revisions: besides(other, head) };
      return left.revisions.length === 0 || right.revisions.length === 0 ? [] : [[left, right]];
    }),
  );
}

/** What is below the one and not below the other, in its order. */
function besides(one: Revision, other: Revision): readonly Revision[] {
  const known = closure([other]);
  return [...closure([one])]
    .filter((revision) => !known.has(revision))
    .sort((a, b) => a.position - b.position);
}

/** What a rebase moves, and what it is put behind and was not before: where conflicts may be. */
export function passedBranches({ revision, onto }: Rebase): readonly BranchPair[] {
  if (onto === undefined) return [];
  const below = closure([revision]);
  const passed = [...closure([onto])].filter((one) => !below.has(one));
  if (passed.length === 0) return [];
  const moving = [...dependentClosure([revision])];
  return [
    [
      { head: revision, revisions: moving },
      { head: onto, revisions: passed },
    ],
  ];
}

/** Whether they have a common ancestor; branches that have none are not meant to be joined. */
export function isForked([left, right]: BranchPair): boolean {
  const ours = closure([left.head]);
  return [...closure([right.head])].some((revision) => ours.has(revision));
}

/**
 * Runs the branches' `upgrade` functions without a database and compares what they touch. Both
 * altering one column, both adding one table, one dropping what the other uses are conflicts.
 */
export async function findConflicts(
  pairs: readonly BranchPair[],
  input: RecordingInput,
): Promise<ConflictReport> {
  const revisions = [...new Set(pairs.flat().flatMap((branch) => branch.revisions))];
  const recordings = await recordOperations(revisions, input);
  const found = pairs.flatMap((pair) => compareBranches(pair, recordings));
  // Three heads may share the part of a branch that conflicts with a fourth.
  const conflicts = new Map(
    found.map((conflict) => {
      const { kind, object, sides } = conflict;
      return [JSON.stringify([kind, object, sides.map(({ operations }) => operations)]), conflict];
    }),
  );
  return { conflicts: [...conflicts.values()], unjudged: unjudged(recordings) };
}

interface RecordedOperation {
  readonly revision: Revision;
  readonly operation: Operation;
  readonly touches: Touches;
}

function compareBranches(
  [left, right]: BranchPair,
  recordings: ReadonlyMap<Revision, Recording>,
): readonly Conflict[] {
  const grouped = new Map<string, [Clash, Set<RecordedOperation>, Set<RecordedOperation>]>();
  const recorded = (branch: Branch): readonly RecordedOperation[] =>
    branch.revisions.flatMap((revision) => {
      const { operations = [] } = recordings.get(revision) ?? {};
      return operations.map((operation) => ({ revision, operation, touches: touches(operation) }));
    });
  const others = recorded(right);
  for (const one of recorded(left)) {
    for (const other of others) {
      const clash = clashOf(one.touches, other.touches);
      if (clash === undefined) continue;
      const name = `${clash.kind} ${clash.isMirrored} ${clash.object}`;
      const [, ours, theirs] = grouped.get(name) ?? [clash, new Set(), new Set()];
      grouped.set(name, [clash, ours.add(one), theirs.add(other)]);
    }
  }
  return [...grouped.values()].map(([{ kind, object, isMirrored }, ours, theirs]) => {
    const [first, second] = [sideOf(left, ours), sideOf(right, theirs)];
    return {
      kind,
      object: objectName(object),
      sides: isMirrored ? [second, first] : [first, second],
    };
  });
}

interface Clash {
  readonly kind: ConflictKind;
  readonly object: string;
  /** It is the second that drops. */
  readonly isMirrored: boolean;
}

/** The first thing that two operations have against each other: one is enough. */
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

function sideOf({ head }: Branch, recorded: Iterable<RecordedOperation>): ConflictSide {
  return {
    head: head.revision,
    operations: [...recorded].map(({ revision: { revision, path }, operation }) => ({
      revision,
      path,
      operation: describeOperation(operation),
    })),
  };
}

function unjudged(recordings: ReadonlyMap<Revision, Recording>): readonly Unjudged[] {
  return [...recordings].flatMap(([{ revision, path }, { operations, problem }]) => [
    ...operations
      .filter(({ kind }) => kind === "execute")
      .map((operation) => ({ revision, path, reason: describeOperation(operation) })),
    ...(problem === undefined ? [] : [{ revision, path, reason: problem }]),
  ]);
}
