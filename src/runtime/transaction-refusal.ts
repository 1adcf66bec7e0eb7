import { ExitStatus, failedError, GenError } from "../errors.js";
import { isTransactional, describeOperation } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";
import { codeOf } from "../schema/sql-scanner.js";

/** Refuses what a migration may not do in its transaction. */
export function refuseInTransaction(operation: Operation): void {
  if (operation.kind === "execute") refuseTransactionControl(operation.sql);
  if (isTransactional(operation)) return;
  throw failedError(
    "not_transactional",
    `${describeOperation(operation)} cannot run inside a transaction, and a migration runs in one.`,
    "Wrap it: `await op.autocommit(async (op) => { … });`. This commits the statements before it.",
  );
}

/** Refuses to leave a transaction that is not the migration's own. */
export function refuseAutocommit(): never {
  throw new GenError(
    "held_transaction",
    "op.autocommit would commit the transaction, which must be rolled back.",
    { status: ExitStatus.failed },
  );
}

export function refuseTransactionControl(sql: string): void {
  const control = findTransactionControl(sql);
  if (control === undefined) return;
  throw failedError(
    "transaction_control",
    `A migration cannot send ${control}: it runs in a transaction together with its version row.`,
    "Remove it. Put statements that must run outside a transaction into `op.autocommit(async (op) => { … })`.",
  );
}

/**
 * The statement in `sql` that begins or ends a transaction, if there is one: such a statement
 * would tear a migration apart from its version row. Savepoints are no such statements.
 *
 * @example findTransactionControl("UPDATE t SET a = 1; COMMIT") // "COMMIT"
 */
function findTransactionControl(sql: string): string | undefined {
  const code = codeOf(sql)
    .map(({ kind, text }) => (kind === "string" || kind === "quotedName" ? '""' : text))
    .join(" ")
    .toUpperCase();
  // The body of an SQL-standard function holds semicolons and an END of its own.
  if (/\bBEGIN ATOMIC\b/.test(code)) return undefined;
  return transactionControl.exec(code)?.[1];
}

const transactionControl =
  /(?:^|; )(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK(?! (?:(?:WORK|TRANSACTION) )?TO\b)|ABORT|PREPARE TRANSACTION)\b/;
