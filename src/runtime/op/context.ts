import type { Row } from "../../database/connection.js";
import { GenError } from "../../errors.js";
import type { Operation } from "../../operations/types.js";
import type { Database } from "./control.js";

/** What carries out what a migration says: a connection, a script, or a recording in a test. */
export interface OpExecutor {
  run(operation: Operation): Promise<void>;
  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Leaves the transaction for the time of `body` and opens a new one after it. */
  autocommit(body: () => Promise<void>): Promise<void>;
  readonly args: Readonly<Record<string, string>>;
  readonly tag?: string | undefined;
  readonly isOffline: boolean;
  /** Writes are only written down, so that none of them has a result. */
  readonly isRecording?: boolean;
  /** Called each time `op.db` is read, because it is another one inside `autocommit`. */
  db(): Database;
}

/** Stops a migration that wants to read from a database while a script is written. */
export function refuseOffline(executor: OpExecutor, what: string): void {
  if (!executor.isOffline) return;
  throw new GenError("offline", `op.${what} needs a database, but a script is being written.`, {
    hint: "Use a statement that reads nothing, or skip it if op.isOffline is true.",
  });
}
