import { GenError } from "../errors.js";
import { describeOperation } from "./describe.js";
import { ruleOf } from "./rules.js";
import type { Operation } from "./types.js";

/**
 * What takes the operation back: it restores what was removed from `previous`.
 *
 * @throws GenError `irreversible` where `previous` is missing, and for statements of the author's
 * own
 */
export function inverse(operation: Operation): readonly Operation[] {
  if (operation.kind === "autocommit")
    return [{ kind: "autocommit", operations: inverseAll(operation.operations) }];
  const back = ruleOf(operation).inverse(operation);
  if (back !== undefined) return [back].flat();
  throw new GenError(
    "irreversible",
    `"${describeOperation(operation)}" cannot be reversed: what it replaces is not known.`,
    { hint: "Write the downgrade by hand." },
  );
}

/** The way back from all of them: the inverses, the last operation's first. */
export function inverseAll(operations: readonly Operation[]): readonly Operation[] {
  return operations.toReversed().flatMap(inverse);
}
