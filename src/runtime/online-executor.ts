import { setTimeout as delay } from "node:timers/promises";
import type { RawQuery, RawResult, Row } from "../database/connection.js";
import { compile, isConcurrentBuild, isConcurrentDrop } from "../operations/rules.js";
import type { Operation } from "../operations/types.js";
import { isBuiltAlready, isDroppedAlready } from "./concurrent-index.js";
import { type ExecutorOptions, QueuedExecutor } from "./queued-executor.js";
import {
  refuseAutocommit,
  refuseInTransaction,
  refuseTransactionControl,
  type StepTransaction,
} from "./transaction.js";

const CANCEL_AGAIN_MS = 500;

/** Runs one migration on a connection, statement by statement. */
export class OnlineExecutor extends QueuedExecutor<ExecutorOptions> {
  readonly isOffline = false;
  /** The statements that were sent, in order. */
  readonly statements: string[] = [];
  /**
   * The first refused statement, with its operation if it was not a query. Others follow from it.
   */
  failed?: { readonly sql: string; readonly error: unknown; readonly operation?: Operation };
  /** Whether `autocommit` has committed what came before it. */
  committedEarly = false;
  /** Resolves when the server has answered. */
  #current: Promise<unknown> = Promise.resolve();

  constructor(
    readonly transaction: StepTransaction,
    options: ExecutorOptions = {},
  ) {
    super(options);
  }

  run(operation: Operation): Promise<void> {
    return this.enqueue(async () => {
      if (this.transaction.isOpen) refuseInTransaction(operation);
      else if (await this.#isDone(operation)) return;
      const operations = (await this.options.instead?.(operation)) ?? [operation];
      for (const own of operations)
        for (const { sql, values } of compile(own)) await this.#query(sql, values, own);
    });
  }

  query(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.enqueue(() => {
      if (this.transaction.isOpen) refuseTransactionControl(sql);
      return this.#query(sql, values);
    });
  }

  protected leaveTransaction(): Promise<void> {
    if (this.transaction.isHeld) refuseAutocommit();
    return this.#send(async () => {
      await this.transaction.commit();
      this.committedEarly = true;
    });
  }

  protected enterTransaction(): Promise<void> {
    return this.#send(() => this.transaction.begin());
  }

  protected queryRaw(query: RawQuery): Promise<RawResult> {
    return this.#guard(query.sql, () => this.transaction.connection.queryRaw(query));
  }

  /** Stops, after the running statement has ended, so that the next statement is a ROLLBACK. */
  async stop(): Promise<void> {
    this.close();
    const over = this.#current.then(() => true);
    const isOver = () => Promise.race([over, delay(CANCEL_AGAIN_MS, false, { ref: false })]);
    // A cancellation that arrived just before the statement had no effect: it is sent again.
    while (this.options.signal?.aborted === true && !(await isOver()))
      await this.transaction.connection.cancel();
    await over;
  }

  /** An earlier attempt may have got this far: this part is not rolled back. */
  async #isDone(operation: Operation): Promise<boolean> {
    if (isConcurrentBuild(operation)) return isBuiltAlready(this.transaction.connection, operation);
    const { onDroppedAlready } = this.options;
    if (onDroppedAlready === undefined || !isConcurrentDrop(operation)) return false;
    if (!(await isDroppedAlready(this.transaction.connection, operation))) return false;
    onDroppedAlready(operation);
    return true;
  }

  /** Remembers what the server is doing. */
  async #send<T>(send: () => Promise<T>): Promise<T> {
    const sent = send();
    this.#current = sent.catch(() => undefined);
    return sent;
  }

  #query(sql: string, values?: readonly unknown[], operation?: Operation): Promise<readonly Row[]> {
    const given = values === undefined || values.length === 0 ? [] : [values];
    return this.#guard(sql, () => this.transaction.connection.query(sql, ...given), operation);
  }

  async #guard<T>(sql: string, send: () => Promise<T>, operation?: Operation): Promise<T> {
    this.options.signal?.throwIfAborted();
    this.statements.push(sql);
    try {
      return await this.#send(send);
    } catch (error) {
      this.failed ??= { sql, error, ...(operation && { operation }) };
      throw error;
    }
  }
}
