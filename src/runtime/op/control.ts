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

/** Carries out the operations of a migration: on a connection, into a script, or into a list. */
export interface OpExecutor {
  run(operation: Operation): Promise<void>;
  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Commits, runs `body` outside a transaction, and begins a new one. */
  autocommit(body: () => Promise<void>): Promise<void>;
  readonly args: Readonly<Record<string, string>>;
  readonly tag?: string | undefined;
  readonly isOffline: boolean;
  /** Operations are only recorded, so they have no results. */
  readonly isRecording?: boolean;
  /** Called each time `op.db` is read, because `autocommit` changes which database it is. */
  db(): Database;
}

export interface ControlMethods {
  /**
   * Commits what the migration has done so far, runs `body` outside a transaction, and begins a new
   * transaction. If a statement fails, those that completed before it are not rolled back.
   * @example
   * await op.autocommit(async (op) => {
   *   await op.createIndex("logs_at_index", "logs", ["at"], { concurrently: true });
   * });
   */
  autocommit(body: (op: Op) => Promise<void>): Promise<void>;

  /**
   * Refuses to run: for a downgrade that cannot restore what the upgrade removed.
   * @throws GenError `irreversible`, always
   * @example await op.irreversible("The old passwords were not kept.");
   */
  irreversible(reason: string): Promise<never>;

  /**
   * The values of `-x KEY=VALUE` on the command line, or of the option `args`.
   * @example if (op.args["seed"] === "demo") await op.bulkInsert("roles", demoRoles);
   */
  readonly args: Readonly<Record<string, string>>;

  /** The value of `--tag TEXT` on the command line, or of the option `tag`. */
  readonly tag: string | undefined;

  /** True if a script is being written (`--sql`): there is no database to query. */
  readonly isOffline: boolean;

  /**
   * Drizzle on the migration's connection, inside its transaction. `op.db.transaction` creates a
   * savepoint. Do not import the models, which change later: define the tables in the migration, as
   * they are at this revision.
   * @throws GenError `offline` while a script is written, `driver_missing` without the package `pg`
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

/** Throws if a migration needs a database while a script is being written. */
export function refuseOffline(executor: OpExecutor, what: string): void {
  if (!executor.isOffline) return;
  const message = `op.${what} needs a database, but a script is being written.`;
  const hint = "Use a statement that reads nothing, or skip it if op.isOffline is true.";
  throw failedError("offline", message, hint);
}
