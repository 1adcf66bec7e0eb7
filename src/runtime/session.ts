import type { Connection } from "../database/connection.js";
import { databaseErrorIn } from "../database/errors.js";
import { GenError, usageError } from "../errors.js";
import { insist } from "./transaction.js";

export interface SessionOptions {
  /** What a person should know and that is no error. */
  readonly onNotice?: (text: string) => void;
  /** Opens another connection to the same place, to find out what a pooler does. */
  readonly openAnother?: () => Promise<Connection>;
}

/**
 * Makes a session fit for running migrations, and refuses what is not: one inside a transaction,
 * a standby, and a pooler that hands the session's backend to others between transactions, so
 * that a session's lock would protect nobody.
 *
 * @returns what leaves the session as it was
 */
export async function prepareSession(
  connection: Connection,
  options: SessionOptions = {},
): Promise<() => Promise<void>> {
  await refuseOpenTransaction(connection);
  if (connection.kind === "pglite") return async () => undefined;
  const [row] = await connection.query(
    `SELECT pg_backend_pid() AS pid, pg_is_in_recovery() AS standby,
       current_setting('client_connection_check_interval', true) AS interval,
       current_setting('default_transaction_read_only') AS reads`,
  );
  if (row?.["standby"] === true) {
    throw usageError(
      "database_read_only",
      `${connection.displayUrl} is a standby, which is read-only.`,
      "Use the URL of the primary.",
    );
  }
  const before: string[] = [];
  if (row?.["pid"] !== connection.processId) {
    await refuseTransactionPooling(connection, Number(row?.["pid"]), options);
  } else if (row?.["interval"] === "0" && (await checkConnection(connection))) {
    before.push("SET client_connection_check_interval = 0");
  }
  // What runs outside of a migration's transaction has to write as well.
  if (row?.["reads"] === "on") {
    await connection.query("SET default_transaction_read_only = off");
    before.push("SET default_transaction_read_only = on");
  }
  return async () => {
    if (before.length > 0) await insist(connection, before.join("; "));
  };
}

/**
 * Refuses a connection on which somebody has begun a transaction: it would be ended here.
 * `now()` is the time at which a transaction began, so that alone in its own, a statement finds
 * both equal. https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT
 */
export async function refuseOpenTransaction(connection: Connection): Promise<void> {
  const query = "SELECT now() <> statement_timestamp() AS open";
  const [row] = await connection.query<{ open: boolean }>(query).catch((error: unknown) => {
    // `in_failed_sql_transaction`
    if (databaseErrorIn(error)?.sqlState !== "25P02") throw error;
    return [{ open: true }];
  });
  if (row?.open !== true) return;
  throw usageError(
    "in_transaction",
    "The given connection is inside a transaction.",
    "Commit or roll back first, or give another connection: each migration has a transaction of its own.",
  );
}

/**
 * The server is to notice soon that this process has died under a running statement. Not every
 * operating system can do this; where it cannot, PostgreSQL refuses the setting.
 */
async function checkConnection(connection: Connection): Promise<boolean> {
  try {
    await connection.query("SET client_connection_check_interval = '2s'");
    return true;
  } catch (error) {
    if (error instanceof GenError && error.code === "connection_lost") throw error;
    return false;
  }
}

/** Two sessions that are open together and have one backend share it between transactions. */
async function refuseTransactionPooling(
  connection: Connection,
  pid: number,
  { onNotice, openAnother }: SessionOptions,
): Promise<void> {
  const other = await openAnother?.();
  try {
    const [row] = (await other?.query("SELECT pg_backend_pid() AS pid")) ?? [];
    if (row?.["pid"] === pid) {
      throw usageError(
        "transaction_pooling",
        `${connection.displayUrl} is a connection pooler that shares its server connections between transactions: no lock could keep two runs from running at once.`,
        "Use a direct URL of the database (often another port or host name), or a pool in session mode.",
      );
    }
  } finally {
    await other?.close();
  }
  onNotice?.(
    "A connection pooler is in front of the database. It must pool sessions, not transactions; a direct URL of the database is better.",
  );
}
