import type { AlterColumn, ColumnChanges, CommentOn, Operation } from "../operations/types.js";
import type { QualifiedName } from "../schema/types.js";
import type { Matched } from "./match.js";

/** An operation on its way into the plan, with what its kind alone does not tell. */
export interface Change {
  readonly operation: Operation;
  /** What takes it back, where that is more or less than the operation's own inverse. */
  readonly undo?: readonly Operation[];
  /** What belongs to it and comes right before or after it; `undo` takes it back as well. */
  readonly first?: readonly Operation[];
  readonly then?: readonly Operation[];
  /** Further objects (keys of `operations/keys`) that it needs, or stops needing. */
  readonly needs?: readonly string[];
  readonly releases?: readonly string[];
  /** Further objects that exist only afterwards, or only before. */
  readonly creates?: readonly string[];
  readonly drops?: readonly string[];
}

/** The changes in the order in which they stand, whatever the order of the others. */
export function inTurn(name: string, changes: readonly Change[]): readonly Change[] {
  if (changes.length < 2) return changes;
  const turn = (index: number): string => `turn ${name}\0${index}`;
  return changes.map(({ creates = [], needs = [], ...rest }, index) => ({
    ...rest,
    creates: [...creates, turn(index)],
    needs: [...needs, ...(index > 0 ? [turn(index - 1)] : [])],
  }));
}

/** Operations that are taken back as one: by `undo`, once all that follows them is taken back. */
export function undoneAsOne(
  operations: readonly Operation[],
  undo: readonly Operation[],
): readonly Change[] {
  return operations.map((operation, place) => change(operation, { undo: place === 0 ? undo : [] }));
}

/** The operation with what comes right before and after it. */
export function inFull({ first = [], operation, then = [] }: Change): readonly Operation[] {
  return [...first, operation, ...then];
}

/** A column's change in place. */
export function alterColumn(
  { schema, name }: QualifiedName,
  column: string,
  changes: ColumnChanges,
  previous: ColumnChanges,
): AlterColumn {
  return { kind: "alterColumn", table: { schema, name }, column, changes, previous };
}

/** Statements as operations. */
export function executed(statements: readonly string[]): readonly Operation[] {
  return statements.map((sql) => ({ kind: "execute", sql }));
}

export function change(operation: Operation, rest: Omit<Change, "operation"> = {}): Change {
  return { operation, ...rest };
}

/** How one kind of object comes, goes and changes. */
interface Kind<T> {
  create(item: T): Change | readonly Change[];
  drop(item: T): Change | readonly Change[];
  /** `undefined` where it has to be recreated. */
  alter(actual: T, desired: T): readonly Change[] | undefined;
}

/** Drops what is gone, alters or recreates what differs, and creates what is new. */
export function changesOf<T>(
  { removed, both, added }: Matched<T>,
  { create, drop, alter }: Kind<T>,
): readonly Change[] {
  return [
    ...removed.flatMap(drop),
    ...both.flatMap(
      (pair) =>
        alter(pair.actual, pair.desired) ?? [drop(pair.actual), create(pair.desired)].flat(),
    ),
    ...added.flatMap(create),
  ];
}

interface Commented {
  readonly comment?: string;
}

/** The comment of an object that stays what it is; one that is recreated gets its own along. */
export function compareComments(
  object: CommentOn["object"],
  actual: Commented,
  desired: Commented,
): readonly Change[] {
  if (actual.comment === desired.comment) return [];
  return [
    change({
      kind: "commentOn",
      object,
      text: desired.comment ?? null,
      previous: actual.comment ?? null,
    }),
  ];
}
