import type { PgColumn } from "drizzle-orm/pg-core";
import { completeSequenceOptions, type PartialSequenceOptions } from "../schema/sequences.js";
import type { DataType, Identity, Sequence } from "../schema/types.js";
import { checkLength } from "./name-length.js";
import type { DescribeOptions } from "./options.js";

/** What Drizzle's `pgSequence` and identity columns take. */
export interface DrizzleSequenceOptions {
  readonly increment?: number | string | bigint | undefined;
  readonly minValue?: number | string | bigint | undefined;
  readonly maxValue?: number | string | bigint | undefined;
  readonly startWith?: number | string | bigint | undefined;
  readonly cache?: number | string | bigint | undefined;
  readonly cycle?: boolean | undefined;
}

/** The identity of a column, if it is one; its sequence has the column's type. */
export function identityOf(
  column: PgColumn,
  { sql }: DataType,
  options: DescribeOptions,
): Identity | undefined {
  const { generatedIdentity } = column;
  if (generatedIdentity === undefined) return undefined;
  const { sequenceName, sequenceOptions = {}, type } = generatedIdentity;
  if (sequenceName !== undefined) {
    checkLength("sequence", sequenceName, `sequence "${sequenceName}"`, options);
  }
  return {
    generation: type === "always" ? "always" : "byDefault",
    ...(sequenceName !== undefined && { sequenceName }),
    options: completeSequenceOptions(sequenceTexts(sequenceOptions), integerType(sql)),
  };
}

function integerType(sql: string): Sequence["type"] {
  return sql === "smallint" || sql === "integer" ? sql : "bigint";
}

/** The options as decimal text, those that are not given left out. */
export function sequenceTexts(given: DrizzleSequenceOptions): PartialSequenceOptions {
  return {
    startWith: decimal(given.startWith),
    increment: decimal(given.increment),
    minValue: decimal(given.minValue),
    maxValue: decimal(given.maxValue),
    cache: decimal(given.cache),
    cycle: given.cycle,
  };
}

const greatest = 2n ** 63n - 1n;

/** A number past 2^53 is not what was written: the limits of bigint come out one too great. */
function decimal(value: number | string | bigint | undefined): string | undefined {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value?.toString().trim();
  const whole = BigInt(Math.trunc(value));
  return String(whole > greatest ? greatest : whole);
}
