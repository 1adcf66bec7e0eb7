import { differingOptions, restartValue } from "../schema/sequences.js";
import type { DataType, Sequence } from "../schema/types.js";
import { parseType } from "./data-types.js";
import type { AlterColumn, IdentityChanges } from "./types.js";

/**
 * What changes about an identity that is there and stays; `undefined` where it comes, goes, or
 * is not spoken of.
 */
export function identityChanges({
  changes,
  previous,
}: Pick<AlterColumn, "changes" | "previous">): IdentityChanges | undefined {
  if (changes.identityOptions !== undefined) return changes.identityOptions;
  const was = previous?.identity;
  const shall = changes.identity;
  if (was === undefined || was === null || shall === undefined || shall === null) return undefined;
  const restart = restartValue(was.options, shall.options);
  return {
    ...(was.generation === shall.generation ? {} : { generation: shall.generation }),
    ...differingOptions(was.options, shall.options),
    ...(restart === undefined ? {} : { restart }),
  };
}

/** The integer type that a column has, or `undefined` for what only the server knows to be one. */
export function integerType(type: DataType | undefined): Sequence["type"] | undefined {
  const base = type === undefined ? undefined : parseType(type.sql).base;
  return base === "smallint" || base === "integer" || base === "bigint" ? base : undefined;
}
