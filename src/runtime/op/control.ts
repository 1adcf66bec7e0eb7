import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { GenError } from "../../errors.js";
import type { OpExecutor } from "./context.js";
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

export function controlMethods(
  executor: OpExecutor,
  op: () => Op,
): Pick<ControlMethods, "autocommit" | "irreversible"> {
  return {
    autocommit: async (body) => {
      if (typeof body !== "function") {
        const hint = "Write op.autocommit(async (op) => { … }).";
        throw fail("autocommit", "no function is given", hint);
      }
      await executor.autocommit(() => body(op()));
    },
    irreversible: async (reason) => {
      throw new GenError("irreversible", `This migration cannot be undone: ${reason}`, {
        hint: "Restore a backup, or write the downgrade by hand.",
      });
    },
  };
}
