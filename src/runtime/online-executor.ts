import { AsyncLocalStorage } from "node:async_hooks";
import type { Connection, RawQuery, RawResult, Row } from "../database/connection.js";
import { compile, isConcurrentBuild, isConcurrentDrop } from "../operations/compile.js";
import type { DropIndex, Operation } from "../operations/types.js";
import { CallQueue } from "./call-queue.js";
import { isBuiltAlready, isDroppedAlready } from "./concurrent-index.js";
import type { OpExecutor } from "./op/context.js";
import type { Database } from "./op/control.js";
import { drizzleOn } from "./op/drizzle.js";
import type { StepTransaction } from "./transaction.js";
import {
  refuseAutocommit,
  refuseInTransaction,
  refuseTransactionControl,
} from "./transaction-refusal.js";

export interface ExecutorOptions {
  readonly args?: Readonly<Record<string, string>>;
  /** `--tag`: what migrations see as `op.tag`. */
  readonly tag?: string;
  readonly casing?: "snake_case" | "camelCase";
  readonly signal?: AbortSignal;
  /** What is done in an operation's stead. */
  readonly instead?: (operation: Operation) => Promise<readonly Operation[]>;
  /**
   * Is told what counts as dropped by an earlier attempt. Without it nobody can have tried before,
   * and dropping what is not there fails.
   */
  readonly onDroppedAlready?: (operation: DropIndex) => void;
}

/** A statement that the server refused. */
export interface FailedStatement {
  readonly sql: string;
  readonly error: unknown;
  /** What it was a part of; absent for a query. */
  readonly operation?: Operation;
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
  #isStopped = false;
  /** The queue of the `autocommit` that runs. */
  #innermost: CallQueue | undefined;
  /** Ends when the server has answered. */
  #current: Promise<unknown> = Promise.resolve();

  constructor(
    readonly transaction: StepTransaction,
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
      for (const own of operations)
        for (const { sql, values } of compile(own)) await this.#query(sql, values, own);
    });
  }

  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.#enqueue(() => {
      if (this.transaction.isOpen) refuseTransactionControl(sql);
      return this.#query(sql, values);
    });
  }

  autocommit(body: () => Promise<void>): Promise<void> {
    if (this.#inner.getStore() !== undefined) return body();
    return this.#main.add(async () => {
      if (this.transaction.isHeld) refuseAutocommit();
      await this.#send(async () => {
        await this.transaction.commit();
        this.#committedEarly = true;
      });
      const queue = new CallQueue();
      this.#innermost = queue;
      try {
        if (!this.#isStopped) await this.#inner.run(queue, body);
        if (!this.#isStopped) await queue.drain();
      } finally {
        queue.close();
      }
      if (!this.#isStopped) await this.#send(() => this.transaction.begin());
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

  get isBusy(): boolean {
    return this.#main.isBusy;
  }

  /** From now on nothing is sent any more. */
  close(): void {
    this.#isStopped = true;
    this.#main.close();
    this.#innermost?.close();
  }

  /** The same; what the server is doing is waited for, so that what comes next is a ROLLBACK. */
  async stop(): Promise<void> {
    this.close();
    await this.#current;
  }

  /** An earlier attempt may have got this far: what is outside a transaction stays. */
  async #isDone(operation: Operation): Promise<boolean> {
    if (isConcurrentBuild(operation)) return isBuiltAlready(this.#connection, operation);
    const { onDroppedAlready } = this.options;
    if (onDroppedAlready === undefined || !isConcurrentDrop(operation)) return false;
    const isDropped = await isDroppedAlready(this.#connection, operation);
    if (isDropped) onDroppedAlready(operation);
    return isDropped;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    return (this.#inner.getStore() ?? this.#main).add(work);
  }

  /** Remembers what the server is doing. */
  async #send<T>(send: () => Promise<T>): Promise<T> {
    const sent = send();
    this.#current = sent.catch(() => undefined);
    return sent;
  }

  #query(sql: string, values?: readonly unknown[], operation?: Operation): Promise<readonly Row[]> {
    const send = () =>
      values === undefined || values.length === 0
        ? this.#connection.query(sql)
        : this.#connection.query(sql, values);
    return this.#guard(sql, send, operation);
  }

  async #guard<T>(sql: string, send: () => Promise<T>, operation?: Operation): Promise<T> {
    this.options.signal?.throwIfAborted();
    this.#statements.push(sql);
    try {
      return await this.#send(send);
    } catch (error) {
      this.#failed ??= { sql, error, ...(operation && { operation }) };
      throw error;
    }
  }
}
