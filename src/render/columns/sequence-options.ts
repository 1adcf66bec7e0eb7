import { completeSequenceOptions } from "../../schema/sequences.js";
import type { Sequence, SequenceOptions } from "../../schema/types.js";
import { type Entries, wholeNumber } from "../literals.js";

const numericOptions = ["startWith", "increment", "minValue", "maxValue", "cache"] as const;

/**
 * The options of a sequence that PostgreSQL would not choose by itself.
 *
 * @param type Of the sequence: its limits are the defaults for the least and greatest value.
 */
export function sequenceEntries(options: SequenceOptions, type: Sequence["type"]): Entries {
  const { increment, minValue, maxValue } = options;
  const bounds = completeSequenceOptions({ increment }, type);
  // The start depends on the bounds, which are written where they are unusual.
  const { startWith } = completeSequenceOptions({ increment, minValue, maxValue }, type);
  const usual: SequenceOptions = { ...bounds, startWith, increment: "1" };
  return [
    ...numericOptions.map(
      (key) => [key, options[key] === usual[key] ? undefined : wholeNumber(options[key])] as const,
    ),
    ["cycle", options.cycle ? "true" : undefined],
  ];
}
