/** Sequences that stand on their own. */
import type { AlterSequence, SequenceChanges } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import { retypeSequenceOptions, sequenceOptionKeys } from "../schema/sequences.js";
import type { Schema, Sequence, SequenceOptions } from "../schema/types.js";
import { change, type Change } from "./change.js";
import { compareComments } from "./comments.js";
import { match } from "./match.js";

/** What makes the sequences of `actual` those of `desired`. */
export function compareSequences(actual: Schema, desired: Schema): readonly Change[] {
  const { both, added, removed } = match(actual.sequences, desired.sequences, nameKey);
  const changes: Change[] = [];
  for (const sequence of added) changes.push(change({ kind: "createSequence", sequence }));
  for (const sequence of removed)
    changes.push(change({ kind: "dropSequence", sequence: nameOf(sequence), previous: sequence }));
  for (const pair of both) {
    const target = { on: "sequence", name: nameOf(pair.desired) } as const;
    changes.push(...alterSequence(pair.actual, pair.desired));
    changes.push(...compareComments(target, pair.actual, pair.desired));
  }
  return changes;
}

/** What gives a sequence the type and the options of another. */
export function alterSequence(actual: Sequence, desired: Sequence): readonly Change[] {
  const there = alterationsOf(actual, desired);
  const back = alterationsOf(desired, actual).toReversed();
  return there.map((operation, index) =>
    there.length === 1
      ? change(operation)
      : change(operation, { undo: back.slice(index, index + 1) }),
  );
}

/** The same as bare operations. */
export function alterationsOf(from: Sequence, to: Sequence): readonly AlterSequence[] {
  const middle = between(from, to);
  if (middle !== undefined) return [...alterationsOf(from, middle), ...alterationsOf(middle, to)];
  const changes = changesBetween(from, to);
  if (Object.keys(changes).length === 0) return [];
  const previous = changesBetween(to, from);
  return [{ kind: "alterSequence", sequence: nameOf(from), changes, previous }];
}

/**
 * A value can only move from limits to others that it can reach: where they have nothing in
 * common, by way of limits that include both.
 */
function between(actual: Sequence, desired: Sequence): Sequence | undefined {
  const was = actual.options;
  const shall = desired.options;
  const goesUp = BigInt(shall.minValue) > BigInt(was.maxValue);
  const goesDown = BigInt(shall.maxValue) < BigInt(was.minValue);
  if (!goesUp && !goesDown) return undefined;
  const type =
    sizes.indexOf(desired.type) > sizes.indexOf(actual.type) ? desired.type : actual.type;
  const limit = goesUp ? { maxValue: shall.maxValue } : { minValue: shall.minValue };
  return {
    ...actual,
    type,
    options: { ...retypeSequenceOptions(was, actual.type, type), ...limit },
  };
}

const sizes: readonly Sequence["type"][] = ["smallint", "integer", "bigint"];

function changesBetween(from: Sequence, to: Sequence): SequenceChanges {
  const was = retypeSequenceOptions(from.options, from.type, to.type);
  return {
    ...(from.type !== to.type && { type: to.type }),
    ...differing(to.options, was),
  };
}

function differing(wanted: SequenceOptions, given: SequenceOptions): Partial<SequenceOptions> {
  const changed = sequenceOptionKeys.filter((option) => wanted[option] !== given[option]);
  return Object.fromEntries(changed.map((option) => [option, wanted[option]]));
}

function nameOf(sequence: Sequence): { schema: string; name: string } {
  return { schema: sequence.schema, name: sequence.name };
}
