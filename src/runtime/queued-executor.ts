import { AsyncLocalStorage } from "node:async_hooks";
import type { RawQuery, RawResult, Row } from "../database/connection.js";
import type { DropIndex, Operation } from "../operations/types.js";
import { CallQueue } from "./call-queue.js";
import type { OpExecutor } from "./op/context.js";
import type { Database } from "./op/control.js";
import { drizzleOn } from "./op/drizzle.js";

export interface ExecutorOptions {
  /** `-x KEY=VALUE`: what migrations see as `op.args`. */
  readonly args?: Readonly<Record<string, string>>;
  /** `--tag TEXT`: what migrations see as `op.tag`. */
  readonly tag?: string;
  readonly casing?: "snake_case" | "camelCase";
  /** Interrupts: the running statement is cancelled, its migration rolled back. */
  readonly signal?: AbortSignal;
  /** What is done in an operation's stead. */
  readonly instead?: (operation: Operation) => Promise<readonly Operation[]>;
  /**
   * Is told what counts as dropped by an earlier attempt. Without it nobody can have tried before,
   * and dropping what is not there fails.
   */
  readonly onDroppedAlready?: (operation: DropIndex) => void;
}

/** Has the calls of one migration done one after the other; `autocommit` has a queue of its own. */
export abstract class QueuedExecutor implements OpExecutor {
  abstract readonly isOffline: boolean;
  readonly args: Readonly<Record<string, string>>;
  readonly tag: string | undefined;
  readonly #casing: ExecutorOptions["casing"];
  readonly #main = new CallQueue();
  /** The queue of the `autocommit` inside which the caller is. */
  readonly #inner = new AsyncLocalStorage<CallQueue>();
  /** The queue of the `autocommit` that runs. */
  #innermost: CallQueue | undefined;
  #isClosed = false;

  constructor({ args = {}, tag, casing }: ExecutorOptions) {
    this.args = args;
    this.tag = tag;
    this.#casing = casing;
  }

  abstract run(operation: Operation): Promise<void>;
  abstract query(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  protected abstract queryRaw(query: RawQuery): Promise<RawResult>;
  /** Before and after the body of an `autocommit`. */
  protected abstract leaveTransaction(): Promise<void> | void;
  protected abstract enterTransaction(): Promise<void> | void;

  autocommit(body: () => Promise<void>): Promise<void> {
    if (!this.isOutsideAutocommit) return body();
    return this.#main.add(async () => {
      await this.leaveTransaction();
      const queue = new CallQueue();
      this.#innermost = queue;
      try {
        if (!this.#isClosed) await this.#inner.run(queue, body);
        if (!this.#isClosed) await queue.drain();
      } finally {
        queue.close();
      }
      if (!this.#isClosed) await this.enterTransaction();
    });
  }

  db(): Database {
    const queryRaw = (query: RawQuery): Promise<RawResult> =>
      this.enqueue(() => this.queryRaw(query));
    return drizzleOn(
      { queryRaw },
      { inTransaction: this.isOutsideAutocommit, casing: this.#casing },
    );
  }

  /** Waits for what nobody has awaited, and lets whoever goes on by himself ask for more. */
  finish(): Promise<void> {
    return this.#main.drain();
  }

  get isBusy(): boolean {
    return this.#main.isBusy;
  }

  /** From now on nothing is done any more. */
  close(): void {
    this.#isClosed = true;
    this.#main.close();
    this.#innermost?.close();
  }

  protected get isOutsideAutocommit(): boolean {
    return this.#inner.getStore() === undefined;
  }

  protected enqueue<T>(work: () => Promise<T>): Promise<T> {
    return (this.#inner.getStore() ?? this.#main).add(work);
  }
}
