import type { AlterColumn, ColumnChanges, CommentOn, Operation } from "../operations/types.js";
import type { QualifiedName } from "../schema/types.js";
import type { Matched } from "./match.js";

/** An operation of a plan, with what its kind alone does not tell. */
export interface Change {
  readonly operation: Operation;
  /** What undoes it, if that is not the operation's own inverse. */
  readonly undo?: readonly Operation[];
  /** Operations that belong to it and run right before or after it; `undo` undoes them too. */
  readonly first?: readonly Operation[];
  readonly then?: readonly Operation[];
  /** Further objects (keys of `operations/keys`) that it needs or releases. */
  readonly needs?: readonly string[];
  readonly releases?: readonly string[];
  /** Further objects that it creates or drops. */
  readonly creates?: readonly string[];
  readonly drops?: readonly string[];
}

/** The changes in this fixed order, wherever the others go. */
export function inTurn(name: string, changes: readonly Change[]): readonly Change[] {
  if (changes.length < 2) return changes;
  const turn = (index: number): string => `turn ${name}\0${index}`;
  return changes.map(({ creates = [], needs = [], ...rest }, index) => ({
    ...rest,
    creates: [...creates, turn(index)],
    needs: [...needs, ...(index > 0 ? [turn(index - 1)] : [])],
  }));
}

/** Operations that are undone together by `undo`, after everything that follows them is undone. */
export function undoneAsOne(
  operations: readonly Operation[],
  undo: readonly Operation[],
): readonly Change[] {
  return operations.map((operation, place) => change(operation, { undo: place === 0 ? undo : [] }));
}

/** The operation with those that run right before and after it. */
export function inFull({ first = [], operation, then = [] }: Change): readonly Operation[] {
  return [...first, operation, ...then];
}

/** A change of a column in place. */
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

/** How objects of one kind are created, altered and dropped. */
interface Kind<T> {
  create(item: T): Change | readonly Change[];
  drop(item: T): Change | readonly Change[];
  /** `undefined` if it must be recreated. */
  alter(actual: T, desired: T): readonly Change[] | undefined;
}

/** Drops removed objects, alters or recreates changed ones, and creates new ones. */
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

/** Changes the comment of an object that stays. A recreated object gets its comment with it. */
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
