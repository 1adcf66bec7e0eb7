import { GenError } from "../errors.js";
import type { Op } from "./op/create-op.js";
import { unknownMethod } from "./op/unknown-method.js";
import { WatchedQueries } from "./watched-queries.js";

/** A call of one of `op`'s methods, and what became of it. */
export interface Call {
  readonly method: string;
  /** Its stack says where in the migration the call stands. */
  readonly site: Error;
  /** Whether the migration has looked at the promise: awaited, returned or chained it. */
  readonly isAwaited: boolean;
  /** Whether it has an outcome. */
  readonly isSettled: boolean;
  readonly failure?: { readonly error: unknown };
}

/** A call was made and nobody has waited for its end. */
export class NotAwaitedError extends GenError {
  constructor(
    /** The first of those that are not awaited; absent where it is not known which it is. */
    readonly call: Pick<Call, "method" | "site"> | undefined,
    others: number,
  ) {
    const what = call === undefined ? "a query of op.db" : `op.${call.method}`;
    const more =
      others === 0 ? "" : others === 1 ? ", nor is 1 more call" : `, nor are ${others} more calls`;
    super("not_awaited", `${what} is not awaited${more}.`, {
      hint: "Write `await` before it, and before the calls of functions that call op. To await inside a loop, use `for … of`, not `forEach`.",
    });
  }
}

/** The calls of one migration, in order. */
export class CallLog {
  readonly op: Op;
  readonly calls: TrackedCall<unknown>[] = [];
  readonly #queries = new WatchedQueries();
  #onLate: ((call: Call) => void) | undefined;

  /**
   * @param op every call of its methods is written down, so that an error can say where it arose
   *   and a promise that nobody awaits is noticed; that one's rejection does not end the process
   */
  constructor(op: Op) {
    const logged: Op = new Proxy(op, {
      get: (target, property) => {
        if (typeof property === "string" && isUnknown(target, property)) {
          return () => {
            throw unknownMethod(property, Object.keys(target));
          };
        }
        const value: unknown = Reflect.get(target, property);
        if (property === "db") return this.#queries.watch(target.db);
        if (typeof value !== "function" || typeof property !== "string") return value;
        return (...parameters: unknown[]) =>
          this.#track(property, new Error(`op.${property}`), () =>
            Reflect.apply(value, target, this.#withLogged(property, parameters)),
          );
      },
    });
    this.op = logged;
  }

  /**
   * Called when a function that calls `op` has returned: whatever it has asked for is done by now,
   * or it has not waited for it.
   *
   * @param first the first of its calls
   */
  refuseUnawaited(first = 0): void {
    const open = [
      ...this.calls.slice(first).filter((call) => !call.isAwaited || !call.isSettled),
      ...this.#queries.unsent,
    ];
    if (open.length > 0) throw new NotAwaitedError(open[0], open.length - 1);
  }

  /** The migration is over: what is called from now on does nothing, and is told to `onLate`. */
  ended(onLate: (call: Call) => void): void {
    this.#onLate = onLate;
  }

  #track(method: string, site: Error, start: () => Promise<unknown>): Promise<unknown> {
    const call = new TrackedCall(method, site);
    this.calls.push(call);
    call.begin(start());
    this.#onLate?.(call);
    return call;
  }

  /** The `op` that `autocommit` hands to its body is the logged one, too. */
  #withLogged(method: string, parameters: unknown[]): unknown[] {
    const [body] = parameters;
    if (method !== "autocommit" || typeof body !== "function") return parameters;
    const logged = async (): Promise<void> => {
      const first = this.calls.length;
      await Reflect.apply(body, undefined, [this.op]);
      this.refuseUnawaited(first);
    };
    return [logged];
  }
}

/** `then` is asked for by `await op`, `toJSON` by whoever prints it. */
function isUnknown(op: Op, property: string): boolean {
  return !(property in op) && property !== "then" && property !== "toJSON";
}

/**
 * A promise that knows whether somebody waits for it. `await` calls `then` of what is not a
 * native promise, which is how it is known.
 */
class TrackedCall<T> implements Call, Promise<T> {
  readonly [Symbol.toStringTag] = "Promise";
  isAwaited = false;
  isSettled = false;
  failure?: { readonly error: unknown };
  #promise: Promise<T> = new Promise(() => undefined);

  constructor(
    readonly method: string,
    readonly site: Error,
  ) {}

  begin(promise: Promise<T>): void {
    this.#promise = promise;
    void this.#observe();
  }

  async #observe(): Promise<void> {
    try {
      await this.#promise;
    } catch (error) {
      this.failure = { error };
    } finally {
      this.isSettled = true;
    }
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isAwaited = true;
    return this.#promise.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    this.isAwaited = true;
    return this.#promise.finally(onFinally);
  }
}
