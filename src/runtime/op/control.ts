import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Row } from "../../database/connection.js";
import { failedError } from "../../errors.js";
import type { Operation } from "../../operations/types.js";
import { fail } from "./arguments.js";
import type { Op } from "./create-op.js";

/** What `op.db.execute` returns with either driver. */
export interface QueryResult<R> {
  readonly rows: R[];
}

export interface QueryResultKind extends PgQueryResultHKT {
  readonly type: QueryResult<this["row"]>;
}

/** A Drizzle database on the migration's own connection. */
export type Database = PgDatabase<QueryResultKind>;

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

export interface ControlMethods {
  /**
   * Runs what is inside outside a transaction: what came before is committed first, and if
   * something inside fails, what was done stays done.
   *
   * @example
   * await op.autocommit(async (op) => {
   *   await op.createIndex("logs_at_index", "logs", ["at"], { concurrently: true });
   * });
   */
  autocommit(body: (op: Op) => Promise<void>): Promise<void>;

  /**
   * Says, in a downgrade, that there is no way back. Nothing is changed.
   *
   * @throws GenError `irreversible`
   * @example await op.irreversible("The old passwords were not kept.");
   */
  irreversible(reason: string): Promise<never>;

  /** What was given on the command line with `-x KEY=VALUE`. */
  readonly args: Readonly<Record<string, string>>;

  /** What was given on the command line with `--tag TEXT`. */
  readonly tag: string | undefined;

  /** True while a script is written (`--sql`) instead of run. */
  readonly isOffline: boolean;

  /**
   * Drizzle on the migration's own connection, in its transaction. `op.db.transaction` opens a
   * savepoint in it. Describe tables as they are at this revision; the models are ahead of it.
   *
   * @example await op.db.update(users).set({ role: "driver" }).where(isNull(users.role));
   */
  readonly db: Database;
}

export function controlMethods(executor: OpExecutor, op: () => Op) {
  return {
    autocommit: async (body: (op: Op) => Promise<void>) => {
      if (typeof body !== "function") {
        const hint = "Write op.autocommit(async (op) => { … }).";
        throw fail("no function is given", hint);
      }
      await executor.autocommit(() => body(op()));
    },
    irreversible: async (reason: string): Promise<never> => {
      const message = `This migration cannot be undone: ${reason}`;
      const hint = "Restore a backup, or write the downgrade by hand.";
      throw failedError("irreversible", message, hint);
    },
  };
}

/** Stops a migration that wants to read from a database while a script is written. */
export function refuseOffline(executor: OpExecutor, what: string): void {
  if (!executor.isOffline) return;
  const message = `op.${what} needs a database, but a script is being written.`;
  const hint = "Use a statement that reads nothing, or skip it if op.isOffline is true.";
  throw failedError("offline", message, hint);
}
