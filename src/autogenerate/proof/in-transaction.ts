/** Tries a plan out in the database itself and rolls everything back. */
import { DatabaseError } from "../../database/errors.js";
import { GenError } from "../../errors.js";
import { textArray } from "../../introspect/scope.js";
import { compile, isTransactional } from "../../operations/compile.js";
import type { Operation } from "../../operations/types.js";
import { quoteName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { readOnly } from "../read-only.js";
import { tryOut, type Trial } from "./trial.js";
import type { ProofDifference } from "./types.js";

/** Others wait for the locks that the trial holds, so it neither waits long for them nor takes long. */
const limits = "SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'";

/** @throws Hindrance when something other than the plan stands in the way */
export async function tryInTransaction(trial: Trial): Promise<readonly ProofDifference[]> {
  const { connection } = trial.input;
  await connection.batch(`BEGIN READ WRITE; ${limits}`);
  try {
    return await tryOut(connection, trial, true);
  } finally {
    await connection.query("ROLLBACK");
  }
}

export const notInTransaction = "part of it cannot run inside a transaction";

/** Whether a file would have ended the transaction that it was tried out in. */
export function isLeft(error: unknown): boolean {
  return error instanceof GenError && error.code === "held_transaction";
}

const MAX_ROWS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;

/** A table whose rows nobody has counted yet (`ANALYZE`) is small only if it is this small. */
const MAX_BYTES_UNCOUNTED = 1024 * 1024;

/**
 * Why the plan cannot be tried out in place; `undefined` if it can: the server is only read, or what
 * it would lock or read is so large that it would hold others up. Partitions count with their table.
 */
export async function obstacleToTransaction(trial: Trial): Promise<string | undefined> {
  const { connection, upgrade, downgrade } = trial.input;
  const operations = [...upgrade, ...downgrade];
  if (!operations.every(isTransactional)) return notInTransaction;
  if (operations.some(setsSequence)) return "a sequence's value would stay changed";
  const names = [...trial.touched.relations.values(), ...operations.flatMap(readBy)];
  const query = `select pg_catalog.pg_is_in_recovery() as standby, exists (
      select from pg_catalog.pg_class c,
        lateral (select coalesce(
          (select sum(pg_catalog.pg_relation_size(p.relid))
            from pg_catalog.pg_partition_tree(c.oid) p where c.relkind = 'p'),
          pg_catalog.pg_relation_size(c.oid)) as bytes) size
      where c.oid in (select pg_catalog.to_regclass(n) from unnest(${textArray(names.map(quoteName))}) n)
        and c.relkind in ('r', 'p', 'm')
        and (c.reltuples >= ${MAX_ROWS} or size.bytes > ${MAX_BYTES}
          or c.reltuples < 0 and size.bytes > ${MAX_BYTES_UNCOUNTED})
    ) as large`;
  const results = await readOnly(connection, [query], { lock: "1s", statement: "0" });
  // `pg_relation_size` opens the table, which an ACCESS EXCLUSIVE lock forbids.
  if (results instanceof DatabaseError) {
    if (results.sqlState === "55P03") return "another session holds a table locked";
    throw results;
  }
  const row = results[0]?.[0] ?? {};
  if (row["standby"] === true) return "this server is a standby, which can only be read";
  return row["large"] === false ? undefined : "a table is too large to be locked for it";
}

/**
 * `setval` is not undone by a rollback. On a sequence that the transaction has made itself this
 * does not matter, and only there it stands in an operation of its own.
 * https://www.postgresql.org/docs/current/functions-sequence.html
 */
function setsSequence(operation: Operation): boolean {
  const alters = operation.kind === "alterSequence" || operation.kind === "alterColumn";
  return alters && compile(operation).some(({ sql }) => sql.includes("setval("));
}

function readBy(operation: Operation): readonly QualifiedName[] {
  if (operation.kind === "createForeignKey") return [operation.constraint.referencedTable];
  const isRead = operation.kind === "createView" && operation.view.materialized;
  return isRead ? operation.view.dependsOn : [];
}
