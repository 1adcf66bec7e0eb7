import { completeSequenceOptions, sequenceOptionKeys } from "../../schema/sequences.js";
import type { Identity, Sequence } from "../../schema/types.js";
import { checkKeys, sequenceOptions } from "./arguments.js";
import type { SequenceChangesInput, SequenceOptionsInput } from "./types.js";

/** A new identity, by Drizzle's names for its options. */
export interface IdentityInput extends SequenceOptionsInput {
  /** "byDefault" where nothing is said, as in `generatedByDefaultAsIdentity`. */
  readonly generation?: Identity["generation"];
  /** Of the sequence behind it. */
  readonly name?: string;
}

/** What changes about an identity that is there. */
export interface IdentityChangesInput extends SequenceChangesInput {
  readonly generation?: Identity["generation"];
}

/**
 * The identity that the options describe. The type of the column is not known here; limits that
 * are not given are those of a bigint, which the compiler leaves to PostgreSQL.
 */
export function identityFrom(
  method: string,
  input: IdentityInput,
  type: Sequence["type"] = "bigint",
): Identity {
  checkKeys(method, input, ["generation", "name", ...sequenceOptionKeys]);
  const { generation, name, ...options } = input;
  return {
    generation: generation ?? "byDefault",
    ...(name === undefined ? {} : { sequenceName: name }),
    options: completeSequenceOptions(sequenceOptions(method, options), type),
  };
}
