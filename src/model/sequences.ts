import type { PgColumn, PgSequence } from "drizzle-orm/pg-core";
import { completeSequenceOptions, type PartialSequenceOptions } from "../schema/sequences.js";
import type { DataType, Identity, Sequence } from "../schema/types.js";
import { sequenceNameOf } from "./drizzle.js";
import { checkLength, type DescribeOptions } from "./errors.js";

/** Drizzle's sequences count in bigint, which is PostgreSQL's own default. */
export function describeSequence(sequence: PgSequence, options: DescribeOptions = {}): Sequence {
  const { schema, name } = sequenceNameOf(sequence);
  checkLength("sequence", name, `sequence "${name}"`, options);
  const given = sequenceTexts(sequence.seqOptions ?? {});
  return { schema, name, type: "bigint", options: completeSequenceOptions(given, "bigint") };
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
    options: completeSequenceOptions(
      sequenceTexts(sequenceOptions),
      sql === "smallint" || sql === "integer" ? sql : "bigint",
    ),
  };
}

type SequenceOptions = NonNullable<PgSequence["seqOptions"]>;

function sequenceTexts(given: SequenceOptions): PartialSequenceOptions {
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
