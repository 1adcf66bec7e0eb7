/** Sequences that stand on their own. */
import type { SequenceChanges } from "../operations/types.js";
import { nameKey } from "../schema/identifiers.js";
import { retypeSequenceOptions } from "../schema/sequences.js";
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
    changes.push(...alter(pair.actual, pair.desired));
    changes.push(...compareComments(target, pair.actual, pair.desired));
  }
  return changes;
}

function alter(actual: Sequence, desired: Sequence): readonly Change[] {
  const was = retypeSequenceOptions(actual.options, actual.type, desired.type);
  const forward = {
    ...(actual.type !== desired.type && { type: desired.type }),
    ...differing(desired.options, was),
  };
  if (Object.keys(forward).length === 0) return [];
  const undone = retypeSequenceOptions(desired.options, desired.type, actual.type);
  const back: SequenceChanges = {
    ...(actual.type !== desired.type && { type: actual.type }),
    ...differing(actual.options, undone),
  };
  const sequence = nameOf(actual);
  return [change({ kind: "alterSequence", sequence, changes: forward, previous: back })];
}

function differing(wanted: SequenceOptions, given: SequenceOptions): Partial<SequenceOptions> {
  return {
    ...(wanted.startWith !== given.startWith && { startWith: wanted.startWith }),
    ...(wanted.increment !== given.increment && { increment: wanted.increment }),
    ...(wanted.minValue !== given.minValue && { minValue: wanted.minValue }),
    ...(wanted.maxValue !== given.maxValue && { maxValue: wanted.maxValue }),
    ...(wanted.cache !== given.cache && { cache: wanted.cache }),
    ...(wanted.cycle !== given.cycle && { cycle: wanted.cycle }),
  };
}

function nameOf(sequence: Sequence): { schema: string; name: string } {
  return { schema: sequence.schema, name: sequence.name };
}
