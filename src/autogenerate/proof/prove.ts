/** Tries a plan out before anybody relies on it. */
import { DatabaseError } from "../../database/errors.js";
import { textArray } from "../../introspect/scope.js";
import { compile, isTransactional } from "../../operations/compile.js";
import type { Operation } from "../../operations/types.js";
import { quoteName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { readOnly } from "../read-only.js";
import { inScratch } from "./in-scratch.js";
import { differenceOf, Hindrance, isLeft, mayHoldRows, notInTransaction } from "./refusal.js";
import { withRows } from "./rows.js";
import { tryOut, type Trial, trialOf } from "./trial.js";
import { type Outcome, type Proof, type ProofInput, timed, unprovable } from "./types.js";

/** In a transaction that is rolled back, else in a scratch database, else in an embedded one. */
export function prove(input: ProofInput): Promise<Proof> {
  return timed(() => attempt(trialOf(input)));
}

async function attempt(trial: Trial): Promise<Outcome> {
  const { mode = "auto", connection, upgrade, seen } = trial.input;
  const isPlace = mode === "auto" || mode === "transaction";
  const inPlace = isPlace ? await inTransaction(trial) : undefined;
  if (inPlace !== undefined && "differences" in inPlace) return inPlace;
  const outcome =
    mode === "transaction" && inPlace !== undefined
      ? unprovable(inPlace.hindrance)
      : await inScratch(trial);
  // What fails without rows does not fail because of them.
  return outcome.differences.length > 0
    ? outcome
    : withRows(outcome, connection, upgrade, seen.everything.tables, inPlace?.stopped);
}

/** Others wait for the locks that it holds, so it neither waits long for them nor takes long. */
const limits = "SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'";

async function inTransaction(
  trial: Trial,
): Promise<Outcome | { readonly hindrance: string; readonly stopped?: Hindrance }> {
  const { connection } = trial.input;
  const obstacle = await obstacleToTransaction(trial);
  if (obstacle !== undefined) return { hindrance: obstacle };
  try {
    await connection.batch(`BEGIN READ WRITE; ${limits}`);
    try {
      const differences = await tryOut(connection, trial, true);
      return { where: "transaction", differences, notes: [] };
    } finally {
      await connection.query("ROLLBACK");
    }
  } catch (error) {
    if (isLeft(error)) return { hindrance: notInTransaction };
    if (!(error instanceof Hindrance)) throw error;
    const { direction, failure, isInRows, message } = error;
    if (!isInRows) return { hindrance: message };
    if (await mayHoldRows(connection, failure.operation))
      return { hindrance: message, stopped: error };
    const differences = [differenceOf(direction, "fails", failure)];
    return { where: "transaction", differences, notes: [] };
  }
}

const MAX_ROWS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;

/** A table whose rows nobody has counted yet (`ANALYZE`) is small only if it is this small. */
const MAX_BYTES_UNCOUNTED = 1024 * 1024;

/** Why not in place: the server is only read, or a table is so large that others would wait. */
async function obstacleToTransaction(trial: Trial): Promise<string | undefined> {
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
  if (row["standby"] === true) return "this server is a standby, which is read-only";
  return row["large"] === false ? undefined : "a table is too large to lock for the proof";
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
