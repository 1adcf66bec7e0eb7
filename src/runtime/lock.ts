import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Connection } from "../database/connection.js";
import { defined } from "../defined.js";
import { ExitStatus, GenError } from "../errors.js";
import { nameKey } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { insist } from "./transaction.js";

export interface LockOptions {
  /** How long to wait for another run, in milliseconds; 60,000 by default. */
  readonly lockTimeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called once, when there is something to wait for. */
  readonly onNotice?: (text: string) => void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Runs `body` while this session holds the lock of the version table, so that two runs on one
 * database come one after the other.
 *
 * It is a session's advisory lock on the very session that runs the migrations: whatever becomes
 * of this process, the lock goes when the last statement of the session ends. It is asked for
 * again and again, in autocommit and by the simple protocol, because a session that waits inside
 * `pg_advisory_lock()`, or holds a snapshot, stands in the way of `CREATE INDEX CONCURRENTLY`.
 */
export async function withLock<T>(
  connection: Connection,
  table: QualifiedName,
  options: LockOptions,
  body: () => Promise<T>,
): Promise<T> {
  const key = lockKey(table);
  await acquire(connection, key, options);
  try {
    return await body();
  } finally {
    await insist(connection, `SELECT pg_advisory_unlock(${key})`);
  }
}

/** Advisory locks belong to a database, so its name need not be part of the key. */
export function lockKey(table: QualifiedName): bigint {
  return createHash("sha256")
    .update(`drizzle-gen\0${nameKey(table)}`)
    .digest()
    .readBigInt64BE();
}

async function acquire(connection: Connection, key: bigint, options: LockOptions): Promise<void> {
  const { lockTimeoutMs: timeout = 60_000, signal, onNotice } = options;
  const deadline = performance.now() + timeout;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const [row] = await connection.query(`SELECT pg_try_advisory_lock(${key}) AS locked`);
    if (row?.["locked"] === true) return;
    const left = deadline - performance.now();
    if (left <= 0) {
      throw new GenError(
        "locked",
        `The migrations of this database are locked by ${await describeHolder(connection, key)}; waited ${duration(timeout / 1000)}.`,
        {
          hint: "Try again when that run has ended. If it hangs, `SELECT pg_terminate_backend(<process>);` ends it.",
          status: ExitStatus.locked,
        },
      );
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

/** What others may see of a session depends on their rights: every part can be missing. */
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
