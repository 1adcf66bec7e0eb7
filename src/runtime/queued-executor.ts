import { AsyncLocalStorage } from "node:async_hooks";
import type { RawQuery, RawResult, Row } from "../database/connection.js";
import type { DropIndex, Operation } from "../operations/types.js";
import type { Database, OpExecutor } from "./op/control.js";
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
export abstract class QueuedExecutor<Options extends ExecutorOptions> implements OpExecutor {
  abstract readonly isOffline: boolean;
  readonly args: Readonly<Record<string, string>>;
  readonly tag: string | undefined;
  readonly #main = new CallQueue();
  /** The queue of the `autocommit` inside which the caller is. */
  readonly #inner = new AsyncLocalStorage<CallQueue>();
  /** The queue of the `autocommit` that runs. */
  #innermost: CallQueue | undefined;

  constructor(readonly options: Options) {
    this.args = options.args ?? {};
    this.tag = options.tag;
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

  /** Waits for calls that were not awaited, and for those that follow from them. */
  finish(): Promise<void> {
    return this.#main.drain();
  }

  get isBusy(): boolean {
    return this.#main.isBusy;
  }

  /** From now on nothing is done any more. */
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

/** Has work done one piece after the other, in the order in which it was asked for. */
class CallQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  isClosed = false;

  /** Resolves with the work's result. Work that fails does not stop what comes after it. */
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

  /** Whether something that was asked for is not done yet. */
  get isBusy(): boolean {
    return this.#pending > 0;
  }

  /**
   * Resolves when nothing is left. Whoever waited for the last piece of work gets a turn to ask
   * for more.
   */
  async drain(): Promise<void> {
    do {
      await this.#tail;
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.isBusy);
  }

  /**
   * From now on no work is begun, and whoever waits for some waits for ever: a rejection that
   * nobody handles would end the process.
   */
  close(): void {
    this.isClosed = true;
  }
}

const never = new Promise<never>(() => undefined);
