import { AsyncLocalStorage } from "node:async_hooks";
import type { Connection, RawQuery, RawResult, Row } from "../database/connection.js";
import { GenError } from "../errors.js";
import { compile, type Operation } from "../operations/index.js";
import { CallQueue } from "./call-queue.js";
import { isBuiltAlready, isConcurrentBuild } from "./concurrent-index.js";
import type { OpExecutor } from "./op/context.js";
import type { Database } from "./op/control.js";
import { drizzleOn } from "./op/drizzle.js";
import type { MigrationTransaction } from "./transaction.js";
import { refuseInTransaction, refuseTransactionControl } from "./transaction-refusal.js";

export interface ExecutorOptions {
  readonly args?: Readonly<Record<string, string>>;
  /** `--tag`: what migrations see as `op.tag`. */
  readonly tag?: string;
  readonly casing?: "snake_case" | "camelCase";
  readonly signal?: AbortSignal;
  /** What is done in an operation's stead. */
  readonly instead?: (operation: Operation) => Promise<readonly Operation[]>;
}

/** A statement that the server refused. */
export interface FailedStatement {
  readonly sql: string;
  readonly error: unknown;
}

/** Carries out one migration on a connection, statement by statement. */
export class OnlineExecutor implements OpExecutor {
  readonly isOffline = false;
  readonly args: Readonly<Record<string, string>>;
  readonly tag: string | undefined;
  readonly #connection: Connection;
  readonly #main = new CallQueue();
  /** The queue of the `autocommit` inside which the caller is. */
  readonly #inner = new AsyncLocalStorage<CallQueue>();
  readonly #statements: string[] = [];
  #failed: FailedStatement | undefined;
  #committedEarly = false;

  constructor(
    readonly transaction: MigrationTransaction,
    readonly options: ExecutorOptions = {},
  ) {
    this.args = options.args ?? {};
    this.tag = options.tag;
    this.#connection = transaction.connection;
  }

  /** What was sent, in order. */
  get statements(): readonly string[] {
    return this.#statements;
  }

  /** The first statement that was refused. The others after it fail because of it. */
  get failed(): FailedStatement | undefined {
    return this.#failed;
  }

  /** Whether `autocommit` has committed what came before it. */
  get committedEarly(): boolean {
    return this.#committedEarly;
  }

  run(operation: Operation): Promise<void> {
    return this.#enqueue(async () => {
      if (this.transaction.isOpen) refuseInTransaction(operation);
      else if (await this.#isDone(operation)) return;
      const operations = (await this.options.instead?.(operation)) ?? [operation];
      for (const { sql, values } of operations.flatMap(compile)) await this.#send(sql, values);
    });
  }

  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.#enqueue(() => {
      if (this.transaction.isOpen) refuseTransactionControl(sql);
      return this.#send(sql, values);
    });
  }

  autocommit(body: () => Promise<void>): Promise<void> {
    if (this.#inner.getStore() !== undefined) return body();
    return this.#main.add(async () => {
      await this.transaction.commit();
      this.#committedEarly = true;
      const queue = new CallQueue();
      try {
        await this.#inner.run(queue, body);
      } finally {
        await queue.drain();
        queue.close(
          new GenError(
            "op_after_end",
            "An operation was called after the end of its op.autocommit.",
            { hint: "Await every operation." },
          ),
        );
      }
      await this.transaction.begin();
    });
  }

  db(): Database {
    const queryRaw = (query: RawQuery): Promise<RawResult> =>
      this.#enqueue(() => this.#guard(query.sql, () => this.#connection.queryRaw(query)));
    const inTransaction = this.#inner.getStore() === undefined;
    return drizzleOn({ queryRaw }, { inTransaction, casing: this.options.casing });
  }

  /** Waits for what nobody has awaited. */
  finish(): Promise<void> {
    return this.#main.drain();
  }

  close(reason: Error): void {
    this.#main.close(reason);
  }

  /** An earlier attempt may have got this far: what is outside a transaction stays. */
  async #isDone(operation: Operation): Promise<boolean> {
    return isConcurrentBuild(operation) && isBuiltAlready(this.#connection, operation);
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    return (this.#inner.getStore() ?? this.#main).add(work);
  }

  #send(sql: string, values?: readonly unknown[]): Promise<readonly Row[]> {
    return this.#guard(sql, () =>
      values === undefined || values.length === 0
        ? this.#connection.query(sql)
        : this.#connection.query(sql, values),
    );
  }

  async #guard<T>(sql: string, send: () => Promise<T>): Promise<T> {
    this.options.signal?.throwIfAborted();
    this.#statements.push(sql);
    try {
      return await send();
    } catch (error) {
      this.#failed ??= { sql, error };
      throw error;
    }
  }
}
