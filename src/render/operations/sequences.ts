import { defined } from "../../defined.js";
import type { SequenceOperation, SequenceSettings } from "../../operations/types.js";
import { sequenceOptionKeys, unusualOptions } from "../../schema/sequences.js";
import { call, nameOf, numberOrText, options, unless } from "../literals.js";
import type { Calls } from "./calls.js";

export const sequenceCalls: Calls<SequenceOperation> = {
  createSequence: ({ sequence }) => {
    const { type, options: given } = sequence;
    const settings = sequenceSettings(unusualOptions(given, type));
    const written = { type: unless("bigint", type), ...settings };
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
