/** The session that runs migrations: checked, prepared, and locked against other runs. */
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { cancelledBy } from "../database/cancelled-by.js";
import type { Connection } from "../database/connection.js";
import { databaseErrorIn } from "../database/errors.js";
import { defined } from "../defined.js";
import { ExitStatus, GenError, usageError } from "../errors.js";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { insist } from "./transaction.js";

export interface SessionOptions {
  /** How long to wait for another run, in milliseconds. Default: 60,000. */
  readonly lockTimeoutMs?: number;
  /** Cancels the running statement and rolls its migration back. */
  readonly signal?: AbortSignal;
  /** Called with notes for the user. */
  readonly onNotice?: (text: string) => void;
  /** Opens another connection to the same database, to detect a pooler. */
  readonly openAnother?: () => Promise<Connection>;
}

/**
 * Runs `body` in a session that can be interrupted, while it holds the lock of the version table:
 * two runs on one database run one after the other.
 *
 * The lock is an advisory lock of the session that runs the migrations. So it is released when that
 * session's last statement ends, whatever happens to this process. It is requested repeatedly, in
 * autocommit and with the simple protocol, because a session that waits in `pg_advisory_lock()`, or
 * holds a snapshot, blocks `CREATE INDEX CONCURRENTLY`.
 */
export async function inSession<T>(
  connection: Connection,
  versionTable: QualifiedName,
  options: SessionOptions,
  body: () => Promise<T>,
): Promise<T> {
  return cancelledBy(options.signal, connection, async () => {
    const restore = await prepareSession(connection, options);
    try {
      const key = lockKey(versionTable);
      await acquire(connection, key, options);
      try {
        return await body();
      } finally {
        await insist(connection, `SELECT pg_advisory_unlock(${key})`);
      }
    } finally {
      await restore();
    }
  });
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Prepares a session for migrations. Refuses one inside a transaction, a standby, and a pooler that
 * gives the session's backend to others between transactions, where a session lock would not
 * protect anything.
 *
 * @returns restores the session
 */
async function prepareSession(connection: Connection, options: SessionOptions) {
  await refuseOpenTransaction(connection);
  if (connection.kind === "pglite") return async () => undefined;
  const [row] = await connection.query(
    `SELECT pg_backend_pid() AS pid, pg_is_in_recovery() AS standby,
       current_setting('client_connection_check_interval', true) AS interval,
       current_setting('default_transaction_read_only') AS reads`,
  );
  if (row?.["standby"] === true) {
    const message = `${connection.displayUrl} is a standby, which is read-only.`;
    throw usageError("database_read_only", message, "Use the URL of the primary.");
  }
  const before: string[] = [];
  if (row?.["pid"] !== connection.processId) {
    await refuseTransactionPooling(connection, Number(row?.["pid"]), options);
  } else if (row?.["interval"] === "0" && (await checkConnection(connection))) {
    before.push("SET client_connection_check_interval = 0");
  }
  // Statements outside a migration's transaction must be able to write too.
  if (row?.["reads"] === "on") {
    await connection.query("SET default_transaction_read_only = off");
    before.push("SET default_transaction_read_only = on");
  }
  return async () => {
    if (before.length > 0) await insist(connection, before.join("; "));
  };
}

/**
 * Refuses a connection with an open transaction, which would be ended here. `now()` is the start of
 * the transaction, so both times are equal only if the statement has its own transaction.
 * https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT
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

/** Makes the server notice if this process dies during a statement, where it supports that. */
async function checkConnection(connection: Connection): Promise<boolean> {
  try {
    await connection.query("SET client_connection_check_interval = '2s'");
    return true;
  } catch (error) {
    if (error instanceof GenError && error.code === "connection_lost") throw error;
    return false;
  }
}

/** Two open sessions with the same backend mean that a pooler shares it between transactions. */
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

/** Advisory locks belong to a database, so its name need not be part of the key. */
export function lockKey(table: QualifiedName): bigint {
  return createHash("sha256")
    .update(`drizzle-gen\0${nameKey(table)}`)
    .digest()
    .readBigInt64BE();
}

async function acquire(connection: Connection, key: bigint, options: SessionOptions) {
  const { lockTimeoutMs: timeout = 60_000, signal, onNotice } = options;
  const deadline = performance.now() + timeout;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const [row] = await connection.query(`SELECT pg_try_advisory_lock(${key}) AS locked`);
    if (row?.["locked"] === true) return;
    const left = deadline - performance.now();
    if (left <= 0) {
      const message = `The migrations of this database are locked by ${await describeHolder(connection, key)}; waited ${duration(timeout / 1000)}.`;
      const hint =
        "Try again when that run has ended. If it hangs, `SELECT pg_terminate_backend(<process>);` ends it.";
      throw new GenError("locked", message, { hint, status: ExitStatus.locked });
    }
    if (pause === FIRST_PAUSE_MS)
      onNotice?.(`Waiting for ${await describeHolder(connection, key)}.`);
    await delay(Math.min(pause, left), undefined, defined({ signal })).catch((cause: unknown) => {
      const message = "Interrupted while waiting for another run; nothing was done.";
      throw new GenError("interrupted", message, { cause });
    });
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
  }
}

/** What others can see of a session depends on their privileges: every part can be missing. */
async function describeHolder(connection: Connection, key: bigint): Promise<string> {
  const bits = BigInt.asUintN(64, key);
  const [holder] = await connection.query<{ session: string; age: number | null }>(
    `SELECT concat('process ', a.pid, ' of ' || a.usename,
         ' (' || nullif(a.application_name, '') || ')', ' at ' || a.client_addr::text) AS session,
       extract(epoch FROM clock_timestamp() - a.backend_start)::float8 AS age
     FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
       AND l.classid = ${bits >> 32n}::oid AND l.objid = ${bits & 0xffffffffn}::oid`,
  );
  if (holder === undefined) return "another run";
  const { session, age } = holder;
  return `another run: ${session}${age === null ? "" : `, connected for ${duration(age)}`}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
