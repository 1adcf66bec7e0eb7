import { GenError } from "../errors.js";
import { describeOperation } from "./describe.js";
import type { Operation } from "./types.js";

/** The error for an operation that has no way back, to be thrown by the caller. */
export function irreversible(operation: Operation): GenError {
  return new GenError(
    "irreversible",
    `There is no way back from "${describeOperation(operation)}": what it replaces is not known.`,
    { hint: "Write the downgrade by hand." },
  );
}

/** `previous` of an operation. @throws GenError `irreversible` if it has none */
export function previousOf<T>(operation: Operation & { readonly previous?: T }): T {
  if (operation.previous === undefined) throw irreversible(operation);
  return operation.previous;
}
