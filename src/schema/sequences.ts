import type { Sequence, SequenceOptions } from "./types.js";

export type PartialSequenceOptions = {
  readonly [K in keyof SequenceOptions]?: SequenceOptions[K] | undefined;
};

export const sequenceOptionKeys = [
  "startWith",
  "increment",
  "minValue",
  "maxValue",
  "cache",
  "cycle",
] as const satisfies readonly (keyof SequenceOptions)[];

export const integerLimits: Record<
  Sequence["type"],
  { readonly min: string; readonly max: string }
> = {
  smallint: { min: "-32768", max: "32767" },
  integer: { min: "-2147483648", max: "2147483647" },
  bigint: { min: "-9223372036854775808", max: "9223372036854775807" },
};

/**
 * An ascending sequence runs from 1 to the type's maximum, a descending one from -1 to its minimum.
 * https://www.postgresql.org/docs/current/sql-createsequence.html
 */
export function completeSequenceOptions(
  given: PartialSequenceOptions,
  type: Sequence["type"],
): SequenceOptions {
  const increment = given.increment ?? "1";
  const ascending = !increment.startsWith("-");
  const minValue = given.minValue ?? (ascending ? "1" : integerLimits[type].min);
  const maxValue = given.maxValue ?? (ascending ? integerLimits[type].max : "-1");
  return {
    startWith: given.startWith ?? (ascending ? minValue : maxValue),
    increment,
    minValue,
    maxValue,
    cache: given.cache ?? "1",
    cycle: given.cycle ?? false,
  };
}

/** New limits that share no value with the old ones need a restart in the same statement. */
export function restartValue(from: SequenceOptions, to: SequenceOptions): string | undefined {
  const meet =
    BigInt(from.minValue) <= BigInt(to.maxValue) && BigInt(to.minValue) <= BigInt(from.maxValue);
  return meet ? undefined : to.startWith;
}

export function differingOptions(
  from: SequenceOptions,
  to: SequenceOptions,
): Partial<SequenceOptions> {
  const changed = sequenceOptionKeys.filter((option) => from[option] !== to[option]);
  return Object.fromEntries(changed.map((option) => [option, to[option]]));
}

/** The options that PostgreSQL would not choose by itself for a sequence of the type. */
export function unusualOptions(
  options: SequenceOptions,
  type: Sequence["type"],
): Partial<SequenceOptions> {
  const { increment, minValue, maxValue } = options;
  const bounds = completeSequenceOptions({ increment }, type);
  // The start depends on the bounds, which are given where they are unusual.
  const { startWith } = completeSequenceOptions({ increment, minValue, maxValue }, type);
  return differingOptions({ ...bounds, startWith, increment: "1" }, options);
}

/**
 * The options after `ALTER COLUMN … TYPE` or `ALTER SEQUENCE … AS`: PostgreSQL moves a limit that is
 * the old type's to the new type's, and leaves any other. Without options: those of a fresh one.
 * https://www.postgresql.org/docs/current/sql-altersequence.html
 */
export function retypeSequenceOptions(
  options: SequenceOptions | undefined,
  from: Sequence["type"],
  to: Sequence["type"],
): SequenceOptions {
  if (options === undefined) return completeSequenceOptions({}, to);
  return {
    ...options,
    minValue:
      options.minValue === integerLimits[from].min ? integerLimits[to].min : options.minValue,
    maxValue:
      options.maxValue === integerLimits[from].max ? integerLimits[to].max : options.maxValue,
  };
}
