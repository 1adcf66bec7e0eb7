/** Records what migrations would send. */
import type { Connection, RawQuery, RawResult, Row } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { parameterText } from "../../database/parameters.js";
import { failedError, GenError } from "../../errors.js";
import { compile } from "../../operations/rules.js";
import type { Hazard } from "../../operations/hazard.js";
import { planHazards } from "../../operations/hazards.js";
import type { Operation } from "../../operations/types.js";
import type { Step } from "../../revisions/version-rows.js";
import { quoteLiteral } from "../../schema/identifiers.js";
import { mapTokens } from "../../schema/sql-scanner.js";
import { CallLog } from "../calls.js";
import { type LoadOptions, loadSteps, type Migrate } from "../load-migrations.js";
import { MigrationError, placeOf } from "../migration-error.js";
import { createOp } from "../op/create-op.js";
import { type ExecutorOptions, QueuedExecutor } from "../queued-executor.js";
import { refuseInTransaction, refuseTransactionControl } from "../transaction.js";

/** A migration, and what it would send. */
export interface RecordedStep {
  readonly step: Step;
  /** In order. The first and the last part are transactional. */
  readonly parts: readonly Part[];
  /** What a reviewer must know, by operation. */
  readonly hazards: ReadonlyMap<Operation, readonly Hazard[]>;
}

interface RecordOptions extends LoadOptions, Omit<ExecutorOptions, "casing"> {
  readonly config: LoadOptions["config"] & Pick<ExecutorOptions, "casing">;
  readonly reader?: Reader;
  readonly onNotice?: (text: string) => void;
}

/** Calls the migrations one after the other and records their operations. */
export async function recordSteps(steps: readonly Step[], options: RecordOptions) {
  const recorded: RecordedStep[] = [];
  for (const { step, migrate } of await loadSteps(steps, options)) {
    const isStale = recorded.some(({ parts }) => parts.some((part) => part.statements.length > 0));
    const parts = await recordStep(step, migrate, options, isStale);
    const operations = parts.flatMap((part) => part.operations.map(({ operation }) => operation));
    recorded.push({ step, parts, hazards: planHazards(operations) });
  }
  return recorded;
}

async function recordStep(step: Step, migrate: Migrate, options: RecordOptions, isStale: boolean) {
  const { signal, onNotice } = options;
  const onStaleRead = (): void => {
    // A query through `op.db` is not a call of `op`.
    const last = log.calls.at(-1);
    const isRead =
      last !== undefined && ["query", "batchUpdate", "alterEnum"].includes(last.method);
    const place = placeOf(step.revision.path, isRead ? [last.site] : []);
    onNotice?.(
      `${place.text}: it reads the database as it is now, before the earlier statements have run.`,
    );
  };
  const executor = new RecordingExecutor({ ...options, ...options.config, isStale, onStaleRead });
  const log = new CallLog(createOp(executor));
  try {
    await log.run(migrate, executor, signal);
    return executor.parts;
  } catch (error) {
    const isInterrupted = signal?.aborted === true;
    const sites = [log.siteOf(error), error];
    throw new MigrationError({ step, error, sites, isInterrupted, isRecording: true });
  } finally {
    executor.close();
    log.end(step, onNotice);
  }
}

/** Answers a migration's queries although nothing runs; `undefined` for statements that write. */
export type Reader = <T>(
  sql: string,
  send: (connection: Connection) => Promise<T>,
) => Promise<T | undefined>;

/** Consecutive statements that run in one transaction, or each outside of a transaction. */
export interface Part {
  readonly transactional: boolean;
  readonly statements: string[];
  /** The operations, each with the index of its first statement. */
  readonly operations: { readonly operation: Operation; readonly at: number }[];
}

function newPart(transactional: boolean): Part {
  return { transactional, statements: [], operations: [] };
}

interface RecordingOptions extends ExecutorOptions {
  /** Without it, the migration is offline and cannot query. */
  readonly reader?: Reader;
  /** Whether the answer to a query may be different when the migration really runs. */
  readonly isStale: boolean;
  /** A query was answered although statements before it have not run. */
  readonly onStaleRead: () => void;
}

/** Records what a migration would send, with values as literals, and sends nothing. */
class RecordingExecutor extends QueuedExecutor<RecordingOptions> {
  readonly isOffline: boolean;
  readonly isRecording = true;
  readonly parts: Part[] = [newPart(true)];
  #isStale: boolean;

  constructor(options: RecordingOptions) {
    super(options);
    this.#isStale = options.isStale;
    this.isOffline = options.reader === undefined;
  }

  run(operation: Operation): Promise<void> {
    return this.enqueue(async () => {
      if (this.isOutsideAutocommit) refuseInTransaction(operation);
      const part = this.parts.at(-1);
      part?.operations.push({ operation, at: part.statements.length });
      for (const { sql, values } of compile(operation))
        part?.statements.push(inlineValues(sql, values));
      this.#isStale = true;
    });
  }

  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.enqueue(async () => {
      if (this.isOutsideAutocommit) refuseTransactionControl(sql);
      return (await this.#read(sql, values, (connection) => connection.query(sql, values))) ?? [];
    });
  }

  protected leaveTransaction(): void {
    this.parts.push(newPart(false));
  }

  protected enterTransaction(): void {
    this.parts.push(newPart(true));
  }

  protected async queryRaw(query: RawQuery): Promise<RawResult> {
    const { sql, values } = query;
    const result = await this.#read(sql, values, (connection) => connection.queryRaw(query));
    return result ?? { rows: [], rowCount: 0 };
  }

  async #read<T>(
    sql: string,
    values: readonly unknown[],
    send: (connection: Connection) => Promise<T>,
  ): Promise<T | undefined> {
    const { reader, onStaleRead } = this.options;
    if (reader === undefined) {
      throw new GenError("offline", "A script is being written: there is no database to ask.");
    }
    this.parts.at(-1)?.statements.push(inlineValues(sql, values));
    const answer = await reader(sql, send).catch((error: unknown) => {
      // Class 42, "Syntax Error or Access Rule Violation", includes undefined objects.
      const isMissing = error instanceof DatabaseError && /^(?:42|3F)/.test(error.sqlState);
      if (!this.#isStale || !isMissing) throw error;
      throw failedError(
        "dry_run_read",
        `it reads from the database and fails: ${error.message}`,
        "A plan runs no statements, so this cannot read what earlier ones create: plan up to the previous revision.",
        error,
      );
    });
    if (answer === undefined) this.#isStale = true;
    else if (this.#isStale) onStaleRead();
    return answer;
  }
}

/**
 * A statement with its `$1`, `$2`, … replaced. Each value becomes a string literal, whose type
 * PostgreSQL derives from the context, as it does for a parameter.
 *
 * @example inlineValues("UPDATE users SET role = $1", ["driver"])
 * // UPDATE users SET role = 'driver'
 */
export function inlineValues(sql: string, values: readonly unknown[] | undefined): string {
  if (values === undefined || values.length === 0) return sql;
  const texts = values.map(parameterText);
  const literals = texts.map((text) => (text === null ? "NULL" : quoteLiteral(text)));
  return mapTokens(sql, ({ kind, text }) => {
    if (kind !== "parameter") return text;
    const value = literals[Number(text.slice(1)) - 1];
    if (value !== undefined) return value;
    const problem = `There is no value for ${text}: ${literals.length} are given.`;
    throw failedError("op_argument", problem, "$1 is the first of the values.");
  });
}
