import type { Connection } from "../../database/connection.js";
import { compile, isTransactional, type Operation } from "../../operations/index.js";
import { GenError } from "../../errors.js";
import { obstacleInPlace } from "./small.js";
import { tryOut, type Trial } from "./cycle.js";
import type { ProofDifference } from "./types.js";

/** Others wait for the locks that the trial holds, so it neither waits long for them nor takes long. */
const limits = "SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'";

/**
 * Tries the plan out in the database itself and rolls everything back.
 *
 * @throws Hindrance when something other than the plan stands in the way
 */
export async function tryInTransaction(
  connection: Connection,
  trial: Trial,
): Promise<readonly ProofDifference[]> {
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

/** Why the plan cannot be tried out in place; `undefined` if it can. */
export async function obstacleToTransaction(
  connection: Connection,
  { upgrade, downgrade, touched }: Trial,
): Promise<string | undefined> {
  const operations = [...upgrade, ...downgrade];
  if (!operations.every(isTransactional)) return notInTransaction;
  if (operations.some(leavesTraces)) return "a sequence's value would stay changed";
  return obstacleInPlace(connection, operations, touched);
}

/**
 * `setval` is not undone by a rollback. On a sequence that the transaction has made itself this
 * does not matter, and only there it stands in an operation of its own.
 * https://www.postgresql.org/docs/current/functions-sequence.html
 */
function leavesTraces(operation: Operation): boolean {
  const alters = operation.kind === "alterSequence" || operation.kind === "alterColumn";
  return alters && compile(operation).some(({ sql }) => sql.includes("setval("));
}
