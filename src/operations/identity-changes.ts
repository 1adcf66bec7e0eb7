import { retypeSequenceOptions } from "../schema/sequences.js";
import type { DataType, Sequence, SequenceOptions } from "../schema/types.js";
import { parseType } from "./data-types.js";
import type { AlterColumn, IdentityChanges } from "./types.js";

/**
 * What changes about an identity that is there and stays; `undefined` where it comes, goes, or
 * is not spoken of. Limits that follow the column's type by themselves are no change.
 */
export function identityChanges(
  operation: Pick<AlterColumn, "changes" | "previous">,
): IdentityChanges | undefined {
  const { changes, previous } = operation;
  if (changes.identityOptions !== undefined) return changes.identityOptions;
  const was = previous?.identity;
  const shall = changes.identity;
  if (was === undefined || was === null || shall === undefined || shall === null) return undefined;
  const from = integerType(previous?.type);
  const to = integerType(changes.type);
  const retyped =
    from === undefined || to === undefined
      ? was.options
      : retypeSequenceOptions(was.options, from, to);
  return {
    ...(was.generation === shall.generation ? {} : { generation: shall.generation }),
    ...differences(retyped, shall.options),
  };
}

/** The integer type that a column has, or `undefined` for what only the server knows to be one. */
export function integerType(type: DataType | undefined): Sequence["type"] | undefined {
  const base = type === undefined ? undefined : parseType(type.sql).base;
  return base === "smallint" || base === "integer" || base === "bigint" ? base : undefined;
}

function differences(was: SequenceOptions, shall: SequenceOptions): Partial<SequenceOptions> {
  const before = new Map(Object.entries(was));
  return Object.fromEntries(
    Object.entries(shall).filter(([option, value]) => before.get(option) !== value),
  );
}
