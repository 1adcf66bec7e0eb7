import type { RawQuery, RawResult, Row } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { GenError } from "../../errors.js";
import { compile } from "../../operations/rules.js";
import type { Operation } from "../../operations/types.js";
import { type ExecutorOptions, QueuedExecutor } from "../queued-executor.js";
import { refuseInTransaction, refuseTransactionControl } from "../transaction-refusal.js";
import { inlineValues } from "./inline-values.js";

/** Answers what a migration reads although nothing of it is run; `undefined` for what writes. */
export interface Reader {
  query(sql: string, values: readonly unknown[]): Promise<readonly Row[] | undefined>;
  queryRaw(query: RawQuery): Promise<RawResult | undefined>;
}

/** Neighbouring statements that run in one transaction, or each outside of any. */
export interface Part {
  readonly transactional: boolean;
  readonly statements: readonly string[];
  /** The operations that they carry out, each with the index of its first statement. */
  readonly operations: readonly RecordedOperation[];
}

export interface RecordedOperation {
  readonly operation: Operation;
  readonly at: number;
}

interface OpenPart extends Part {
  readonly statements: string[];
  readonly operations: RecordedOperation[];
}

function newPart(transactional: boolean): OpenPart {
  return { transactional, statements: [], operations: [] };
}

interface RecordingOptions extends ExecutorOptions {
  /** Without one the migration is told that it is offline, and may read nothing. */
  readonly reader?: Reader;
  /** Whether statements of other migrations come before and have not been run. */
  readonly isAfterOthers?: boolean;
  /** A read was answered although statements before it have not been run. */
  readonly onStaleRead?: () => void;
}

/** Writes down what a migration would send, values written out, and sends nothing of it. */
export class RecordingExecutor extends QueuedExecutor {
  readonly isOffline: boolean;
  readonly isRecording = true;
  readonly parts: OpenPart[] = [newPart(true)];
  /** Whether what is read now may differ from what it will be when this is run. */
  #isStale: boolean;

  constructor(readonly options: RecordingOptions) {
    super(options);
    this.#isStale = options.isAfterOthers === true;
    this.isOffline = options.reader === undefined;
  }

  run(operation: Operation): Promise<void> {
    return this.enqueue(async () => {
      if (this.isOutsideAutocommit) refuseInTransaction(operation);
      const part = this.parts.at(-1);
      part?.operations.push({ operation, at: part.statements.length });
      for (const { sql, values } of compile(operation)) this.#record(inlineValues(sql, values));
      this.#isStale = true;
    });
  }

  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.enqueue(async () => {
      if (this.isOutsideAutocommit) refuseTransactionControl(sql);
      return (await this.#read(sql, values, (reader) => reader.query(sql, values))) ?? [];
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
    const result = await this.#read(sql, values, (reader) => reader.queryRaw(query));
    return result ?? { rows: [], rowCount: 0 };
  }

  #record(sql: string): void {
    this.parts.at(-1)?.statements.push(sql);
  }

  async #read<T>(
    sql: string,
    values: readonly unknown[],
    ask: (reader: Reader) => Promise<T>,
  ): Promise<T> {
    const { reader, onStaleRead } = this.options;
    if (reader === undefined) {
      throw new GenError("offline", "A script is being written: there is no database to ask.");
    }
    this.#record(inlineValues(sql, values));
    const answer = await ask(reader).catch((error: unknown) => {
      throw this.#isStale && isMissingObject(error) ? staleRead(error) : error;
    });
    if (answer === undefined) this.#isStale = true;
    else if (this.#isStale) onStaleRead?.();
    return answer;
  }
}

/** Class 42 is "Syntax Error or Access Rule Violation", which holds what is undefined. */
function isMissingObject(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^(?:42|3F)/.test(error.sqlState);
}

function staleRead(error: DatabaseError): GenError {
  return new GenError("dry_run_read", `it reads from the database and fails: ${error.message}`, {
    hint: "A plan runs no statements, so this cannot read what earlier ones create: plan up to the previous revision.",
    cause: error,
  });
}
