import { databaseErrorIn } from "../database/errors.js";
import { defined } from "../defined.js";
import { failedError, GenError } from "../errors.js";
import type { DropIndex } from "../operations/types.js";
import { rowChange } from "../revisions/version-rows.js";
import { displayName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import { CallLog } from "./calls.js";
import type { Migrate } from "./load-migrations.js";
import { roleLacking } from "./missing-right.js";
import { MigrationError } from "./migration-error.js";
import { OnlineExecutor } from "./online-executor.js";
import type { ExecutorOptions } from "./queued-executor.js";
import { createOp } from "./op/create-op.js";
import type { RunnableStep } from "./load-migrations.js";
import type { StepTransaction } from "./transaction.js";
import { changeRows } from "./version-table.js";

export interface StepOptions extends ExecutorOptions {
  /** The previous transaction's end has already begun this one. */
  readonly transaction: StepTransaction;
  /** Another step follows: its transaction begins together with the end of this one. */
  readonly beginNext?: boolean;
  /** Absent if no version row is written. */
  readonly versionTable?: QualifiedName;
  /** Statements for the beginning of the transaction. */
  readonly first?: readonly string[];
  /** The database exists only for this run. */
  readonly isScratch?: boolean;
  readonly onNotice?: (text: string) => void;
}

/**
 * Runs one migration and writes its version row, in one transaction.
 *
 * @returns the statements that it sent
 */
export async function runStep(
  step: RunnableStep,
  migrate: Migrate,
  options: StepOptions,
): Promise<readonly string[]> {
  const { transaction, versionTable, isScratch = false, onNotice } = options;
  const onDroppedAlready = ({ index }: DropIndex): void =>
    onNotice?.(
      `Index ${displayName(index)} does not exist, so nothing was dropped: an earlier attempt dropped it, or its name in the migration is wrong.`,
    );
  // A proof or replay starts with a database without earlier attempts.
  const mayBeRepeated = versionTable !== undefined && !isScratch;
  const executor = new OnlineExecutor(transaction, {
    ...options,
    ...(mayBeRepeated && { onDroppedAlready }),
  });
  const log = new CallLog(createOp(executor));
  let isCommitting = false;
  try {
    if (!transaction.isOpen) await transaction.begin(...(options.first ?? []));
    await log.run(migrate, executor, options.signal);
    await writeRows(step, transaction, versionTable);
    options.signal?.throwIfAborted();
    isCommitting = true;
    await (options.beginNext === true ? transaction.commitAndBegin() : transaction.commit());
    return executor.statements;
  } catch (thrown) {
    await executor.stop();
    await transaction.rollback();
    const { failed, committedEarly } = executor;
    // `in_failed_sql_transaction`: an earlier statement failed, and its error was caught.
    const isConsequence = databaseErrorIn(thrown)?.sqlState === "25P02";
    const error = isConsequence && failed !== undefined ? failed.error : thrown;
    const role = await roleLacking(thrown, transaction.connection);
    const isLost = error instanceof GenError && error.code === "connection_lost";
    throw new MigrationError({
      step,
      error,
      sites: [log.siteOf(error), error],
      ...defined({ statement: failed?.sql, operation: failed?.operation, role }),
      committedEarly,
      isUncertain: isCommitting && isLost,
      mayBeHalfDone: /\.autocommit\b/.test(String(migrate)),
      isInterrupted: options.signal?.aborted === true,
      isScratch,
    });
  } finally {
    executor.close();
    log.end(step, onNotice);
  }
}

async function writeRows(
  step: RunnableStep,
  transaction: StepTransaction,
  table: QualifiedName | undefined,
): Promise<void> {
  const change = rowChange(step.headsBefore, step.headsAfter);
  let failure: GenError | undefined;
  try {
    if (table !== undefined)
      return await changeRows(transaction.connection, table, change, transaction.condition);
  } catch (error) {
    if (!(error instanceof GenError) || error.code !== "version_row") throw error;
    failure = error;
  }
  if (!(await transaction.isIntact())) {
    throw failedError(
      "transaction_control",
      "the migration ended its own transaction with COMMIT or ROLLBACK. Everything before a COMMIT remains.",
      "Remove COMMIT and ROLLBACK from the file, and undo its changes by hand. Put statements that must run outside a transaction into `op.autocommit`.",
      failure,
    );
  }
  if (failure !== undefined) throw failure;
}
