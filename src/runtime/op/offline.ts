import { GenError } from "../../errors.js";
import type { OpExecutor } from "./context.js";

/**
 * Stops a migration that wants to read from a database while a script is written.
 *
 * @throws GenError `offline`
 */
export function refuseOffline(executor: OpExecutor, what: string): void {
  if (!executor.isOffline) return;
  throw new GenError("offline", `op.${what} needs a database, and a script is being written.`, {
    hint: "Write it as a statement that needs no answer, or leave it out if op.isOffline is true.",
  });
}
