/** Branches that the graph can join and the database cannot: they touch the same objects. */
import { describeOperation } from "../../operations/describe.js";
import type { Revision } from "../../revisions/index.js";
import { closure } from "../../revisions/walk.js";
import { type Deed, recordDeeds, type Recording, type RecordingInput } from "./record.js";
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
  const histories = heads.map((head) => ({ head, all: closure([head]) }));
  return histories.flatMap((one, index) =>
    histories.slice(index + 1).flatMap((other): readonly BranchPair[] => {
      const left = [...one.all].filter((revision) => !other.all.has(revision));
      const right = [...other.all].filter((revision) => !one.all.has(revision));
      if (left.length === 0 || right.length === 0) return [];
      return [
        [
          { head: one.head, revisions: inOrder(left) },
          { head: other.head, revisions: inOrder(right) },
        ],
      ];
    }),
  );
}

function inOrder(revisions: readonly Revision[]): readonly Revision[] {
  return [...revisions].sort((a, b) => a.position - b.position);
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
  const recordings = await recordDeeds(revisions, input);
  const found = pairs.flatMap((pair) => compareBranches(pair, recordings));
  return { conflicts: withoutRepetition(found), unjudged: unjudged(recordings) };
}

interface TouchingDeed extends Deed {
  readonly touches: Touches;
}

function compareBranches(
  [left, right]: BranchPair,
  recordings: ReadonlyMap<Revision, Recording>,
): readonly Conflict[] {
  const grouped = new Map<string, [Clash, TouchingDeed[], TouchingDeed[]]>();
  const deedsOf = (branch: Branch): readonly TouchingDeed[] =>
    branch.revisions
      .flatMap((revision) => recordings.get(revision)?.deeds ?? [])
      .map((deed) => ({ ...deed, touches: touches(deed.operation) }));
  const rightDeeds = deedsOf(right);
  for (const one of deedsOf(left)) {
    for (const other of rightDeeds) {
      const clash = clashOf(one.touches, other.touches);
      if (clash === undefined) continue;
      const name = `${clash.kind} ${clash.isMirrored} ${clash.object}`;
      const group = grouped.get(name) ?? [clash, [], []];
      grouped.set(name, group);
      if (!group[1].includes(one)) group[1].push(one);
      if (!group[2].includes(other)) group[2].push(other);
    }
  }
  return [...grouped.values()].map(([{ kind, object, isMirrored }, ones, others]) => {
    const sides = [sideOf(left, ones), sideOf(right, others)] as const;
    const [first, second] = sides;
    return { kind, object: objectName(object), sides: isMirrored ? [second, first] : sides };
  });
}

interface Clash {
  readonly kind: ConflictKind;
  readonly object: string;
  /** It is the second that drops. */
  readonly isMirrored: boolean;
}

/** The first thing that two deeds have against each other: one is enough. */
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

function sideOf({ head }: Branch, deeds: readonly Deed[]): ConflictSide {
  return {
    head: head.revision,
    operations: deeds.map(({ revision, operation }) => ({
      revision: revision.revision,
      path: revision.path,
      operation: describeOperation(operation),
    })),
  };
}

/** Three heads may share the part of a branch that quarrels with a fourth. */
function withoutRepetition(conflicts: readonly Conflict[]): readonly Conflict[] {
  const seen = new Map(
    conflicts.map((conflict) => {
      const { kind, object, sides } = conflict;
      return [JSON.stringify([kind, object, sides.map((side) => side.operations)]), conflict];
    }),
  );
  return [...seen.values()];
}

function unjudged(recordings: ReadonlyMap<Revision, Recording>): readonly Unjudged[] {
  return [...recordings].flatMap(([{ revision, path }, { deeds, problem }]) => [
    ...deeds
      .filter(({ operation }) => operation.kind === "execute")
      .map(({ operation }) => ({ revision, path, reason: describeOperation(operation) })),
    ...(problem === undefined ? [] : [{ revision, path, reason: problem }]),
  ]);
}

/** Whether they have a common ancestor; branches that have none are not meant to be joined. */
export function isForked([left, right]: BranchPair): boolean {
  const ours = closure([left.head]);
  return [...closure([right.head])].some((revision) => ours.has(revision));
}
