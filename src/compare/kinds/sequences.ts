/** Sequences that stand on their own, and the columns that own them. */
import { refTo } from "../../schema/object-ref.js";
import type { AlterSequence, SequenceChanges } from "../../operations/types.js";
import { nameKey, qualifiedName, sameName } from "../../schema/identifiers.js";
import { differingOptions, restartValue, retypeSequenceOptions } from "../../schema/sequences.js";
import type { ColumnName, Schema, Sequence } from "../../schema/types.js";
import { change, type Change, compareComments } from "../change.js";
import { key } from "../../operations/keys.js";
import { match } from "../match.js";

/** What makes the sequences of `actual` those of `desired`. */
export function compareSequences(actual: Schema, desired: Schema): readonly Change[] {
  const { both, added, removed } = match(actual.sequences, desired.sequences, nameKey);
  const changes: Change[] = [];
  for (const sequence of added) changes.push(change({ kind: "createSequence", sequence }));
  for (const sequence of removed)
    changes.push(
      change({ kind: "dropSequence", sequence: qualifiedName(sequence), previous: sequence }),
    );
  for (const pair of both) {
    changes.push(...alterSequence(pair.actual, pair.desired));
    changes.push(...compareComments(refTo("sequence", pair.desired), pair.actual, pair.desired));
  }
  return changes;
}

/** What gives a sequence the type and the options of another. */
export function alterSequence(actual: Sequence, desired: Sequence): readonly Change[] {
  return alterationsOf(actual, desired).map((operation) => change(operation));
}

/** The same as bare operations. */
export function alterationsOf(from: Sequence, to: Sequence): readonly AlterSequence[] {
  const changes = changesBetween(from, to);
  if (Object.keys(changes).length === 0) return [];
  const previous = changesBetween(to, from);
  return [{ kind: "alterSequence", sequence: qualifiedName(from), changes, previous }];
}

function changesBetween(was: Sequence, shall: Sequence): SequenceChanges {
  const retyped = retypeSequenceOptions(was.options, was.type, shall.type);
  const restart = restartValue(was.options, shall.options);
  return {
    ...(was.type !== shall.type && { type: shall.type }),
    ...differingOptions(retyped, shall.options),
    ...(restart !== undefined && { restart }),
  };
}

/** Tells of a column whether it stays, rather than being dropped and added again. */
export type Stays = (column: ColumnName) => boolean;

/** What gives the sequences of `actual` the owners of `desired`. */
export function compareOwners(actual: Schema, desired: Schema, stays: Stays): readonly Change[] {
  const { both, added, removed } = match(actual.sequences, desired.sequences, nameKey);
  return [
    ...removed.flatMap((sequence) => release(sequence)),
    ...added.flatMap((sequence) => attach(sequence)),
    ...both.flatMap((pair) =>
      sameOwner(pair.actual, pair.desired) &&
      (pair.actual.ownedBy === undefined || stays(pair.actual.ownedBy))
        ? []
        : [...release(pair.actual), ...attach(pair.desired)],
    ),
  ];
}

function sameOwner({ ownedBy: was }: Sequence, { ownedBy: shall }: Sequence): boolean {
  if (was === undefined || shall === undefined) return was === shall;
  return sameName(was.table, shall.table) && was.column === shall.column;
}

/** A sequence must have been let go before its owner goes, which would take it along. */
function release({ schema, name, ownedBy }: Sequence): readonly Change[] {
  if (ownedBy === undefined) return [];
  const sequence = { schema, name };
  return [
    change(
      { kind: "alterSequence", sequence, changes: { ownedBy: null }, previous: { ownedBy } },
      { releases: [key.relation(ownedBy.table), key.column(ownedBy.table, ownedBy.column)] },
    ),
  ];
}

function attach({ schema, name, ownedBy }: Sequence): readonly Change[] {
  if (ownedBy === undefined) return [];
  const sequence = { schema, name };
  return [
    change({ kind: "alterSequence", sequence, changes: { ownedBy }, previous: { ownedBy: null } }),
  ];
}
