import { AsyncLocalStorage } from "node:async_hooks";
import type { RawQuery, RawResult, Row } from "../database/connection.js";
import type { DropIndex, Operation } from "../operations/types.js";
import type { Database, OpExecutor } from "./op/control.js";
import { drizzleOn } from "./op/drizzle.js";

export interface ExecutorOptions {
  /** `-x KEY=VALUE`: the value of `op.args` in migrations. */
  readonly args?: Readonly<Record<string, string>>;
  /** `--tag TEXT`: the value of `op.tag` in migrations. */
  readonly tag?: string;
  readonly casing?: "snake_case" | "camelCase";
  /** Cancels the running statement and rolls its migration back. */
  readonly signal?: AbortSignal;
  /** Runs instead of an operation. */
  readonly instead?: (operation: Operation) => Promise<readonly Operation[]>;
  /** Called for objects that an earlier attempt has dropped. Without it, there was no attempt. */
  readonly onDroppedAlready?: (operation: DropIndex) => void;
}

/** Runs the calls of one migration one after the other. `autocommit` has a queue of its own. */
export abstract class QueuedExecutor<Options extends ExecutorOptions> implements OpExecutor {
  abstract readonly isOffline: boolean;
  readonly args: Readonly<Record<string, string>>;
  readonly tag: string | undefined;
  readonly #main = new CallQueue();
  /** The queue of the `autocommit` that surrounds the caller. */
  readonly #inner = new AsyncLocalStorage<CallQueue>();
  /** The queue of the `autocommit` that is running. */
  #innermost: CallQueue | undefined;

  constructor(readonly options: Options) {
    this.args = options.args ?? {};
    this.tag = options.tag;
  }

  abstract run(operation: Operation): Promise<void>;
  abstract query(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  protected abstract queryRaw(query: RawQuery): Promise<RawResult>;
  /** Called before and after the body of an `autocommit`. */
  protected abstract leaveTransaction(): Promise<void> | void;
  protected abstract enterTransaction(): Promise<void> | void;

  autocommit(body: () => Promise<void>): Promise<void> {
    if (!this.isOutsideAutocommit) return body();
    return this.#main.add(async () => {
      await this.leaveTransaction();
      const queue = new CallQueue();
      this.#innermost = queue;
      try {
        if (!this.#main.isClosed) await this.#inner.run(queue, body);
        if (!this.#main.isClosed) await queue.drain();
      } finally {
        queue.close();
      }
      if (!this.#main.isClosed) await this.enterTransaction();
    });
  }

  db(): Database {
    const queryRaw = (query: RawQuery) => this.enqueue(() => this.queryRaw(query));
    const { isOutsideAutocommit: inTransaction } = this;
    return drizzleOn({ queryRaw }, { inTransaction, casing: this.options.casing });
  }

  /** Waits for calls that were not awaited, and for the calls that these make. */
  finish(): Promise<void> {
    return this.#main.drain();
  }

  get isBusy(): boolean {
    return this.#main.isBusy;
  }

  /** Ignores all further calls. */
  close(): void {
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

/** Runs work items one after the other, in the order of the requests. */
class CallQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  isClosed = false;

  /** Resolves with the result of the work. A failure does not stop later work. */
  add<T>(work: () => Promise<T>): Promise<T> {
    this.#pending += 1;
    const done = this.#after(this.#tail, work);
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #after<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
    await before;
    try {
      return await (this.isClosed ? never : work());
    } finally {
      this.#pending -= 1;
      if (this.isClosed) await never;
    }
  }

  /** Whether some work has not finished. */
  get isBusy(): boolean {
    return this.#pending > 0;
  }

  /** Resolves when no work is left. Whoever waits for the last work can first request more. */
  async drain(): Promise<void> {
    do {
      await this.#tail;
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.isBusy);
  }

  /** Starts no more work. Waiting promises never settle: a rejection could end the process. */
  close(): void {
    this.isClosed = true;
  }
}

const never = new Promise<never>(() => undefined);
