import { defined } from "../../defined.js";
import type { SequenceOperation, SequenceSettings } from "../../operations/types.js";
import {
  completeSequenceOptions,
  differingOptions,
  sequenceOptionKeys,
} from "../../schema/sequences.js";
import type { Sequence, SequenceOptions } from "../../schema/types.js";
import { call, nameOf, numberOrText, options, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const sequenceCalls: Calls<SequenceOperation> = {
  createSequence: ({ sequence }) => {
    const { type, options: given } = sequence;
    const written = { type: unless("bigint", type), ...unusualOptions(given, type) };
    return call("op.createSequence", nameOf(sequence), options(written));
  },
  alterSequence: ({ sequence, changes }) => {
    const { type, ownedBy } = changes;
    const owner = ownedBy && { table: nameOf(ownedBy.table), column: ownedBy.column };
    const settings = defined({ type, ...sequenceSettings(changes), ownedBy: owner });
    return call("op.alterSequence", nameOf(sequence), settings);
  },
  dropSequence: ["sequence"],
};

/** The options that PostgreSQL would not choose by itself for a sequence of the type. */
export function unusualOptions(given: SequenceOptions, type: Sequence["type"]): object {
  const { increment, minValue, maxValue } = given;
  const bounds = completeSequenceOptions({ increment }, type);
  // The start depends on the bounds, which are written where they are unusual.
  const { startWith } = completeSequenceOptions({ increment, minValue, maxValue }, type);
  return sequenceSettings(differingOptions({ ...bounds, startWith, increment: "1" }, given));
}

/** Options as they are given, defaults or not: they say what changes. */
export function sequenceSettings(settings: SequenceSettings): object {
  const keys = [...sequenceOptionKeys, "restart"] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = settings[key];
      if (value === undefined) return [];
      return [[key, typeof value === "string" ? numberOrText(value) : value]];
    }),
  );
}
