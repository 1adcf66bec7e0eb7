import type { Connection } from "../database/connection.js";
import { ExitStatus, GenError } from "../errors.js";

export interface SessionOptions {
  readonly onNotice?: (text: string) => void;
  /** Opens another connection to the same place, to find out what a pooler does. */
  readonly openAnother?: () => Promise<Connection>;
}

/** How soon the server notices that this process has died under a running statement. */
const CHECK_INTERVAL = "2s";

/**
 * Makes a session fit for running migrations, and refuses what is not: a standby, and a pooler
 * that hands the session's backend to others between transactions, so that a session's lock
 * would protect nobody.
 *
 * @throws GenError `database_read_only`, `transaction_pooling`, both status 2
 */
export async function prepareSession(
  connection: Connection,
  options: SessionOptions = {},
): Promise<void> {
  if (connection.kind === "pglite") return;
  const [row] = await connection.query(
    `SELECT pg_backend_pid() AS pid, pg_is_in_recovery() AS standby,
       current_setting('client_connection_check_interval', true) AS interval`,
  );
  if (row?.["standby"] === true) throw readOnly(connection);
  if (row?.["pid"] !== connection.processId) {
    await refuseTransactionPooling(connection, Number(row?.["pid"]), options);
  } else if (row?.["interval"] === "0") {
    await checkConnection(connection);
  }
}

/** Not every operating system can do this; where it cannot, PostgreSQL refuses the setting. */
async function checkConnection(connection: Connection): Promise<void> {
  try {
    await connection.query(`SET client_connection_check_interval = '${CHECK_INTERVAL}'`);
  } catch (error) {
    if (error instanceof GenError && error.code === "connection_lost") throw error;
  }
}

function readOnly(connection: Connection): GenError {
  return new GenError(
    "database_read_only",
    `${connection.displayUrl} is a standby: it can only be read.`,
    { hint: "Give the URL of the primary.", status: ExitStatus.usage },
  );
}

/** Two sessions that are open together and have one backend share it between transactions. */
async function refuseTransactionPooling(
  connection: Connection,
  pid: number,
  { onNotice, openAnother }: SessionOptions,
): Promise<void> {
  if (openAnother !== undefined) {
    const other = await openAnother();
    try {
      const [row] = await other.query("SELECT pg_backend_pid() AS pid");
      if (row?.["pid"] === pid) throw transactionPooling(connection);
    } finally {
      await other.close();
    }
  }
  onNotice?.(
    "A connection pooler stands before the database. It must pool sessions, not transactions; better give the database's own URL.",
  );
}

function transactionPooling(connection: Connection): GenError {
  return new GenError(
    "transaction_pooling",
    `${connection.displayUrl} is a connection pooler that shares its server connections between transactions: no lock could keep two runs apart.`,
    {
      hint: "Give the database's own URL (often another port or host name), or a pool in session mode.",
      status: ExitStatus.usage,
    },
  );
}
