import type { Op } from "./op/types.js";

/** A call of one of `op`'s methods, and what became of it. */
export interface Call {
  readonly method: string;
  /** Its stack says where in the migration the call stands. */
  readonly site: Error;
  /** Whether the migration has looked at the promise: awaited, returned or chained it. */
  readonly isAwaited: boolean;
  /** Whether the migration's function had returned before. */
  readonly isLate: boolean;
  readonly failure?: { readonly error: unknown };
}

/** The calls of one migration, in order. */
export class CallLog {
  readonly op: Op;
  readonly #calls: TrackedCall<unknown>[] = [];
  #hasReturned = false;
  #onLate: ((call: Call) => void) | undefined;

  /**
   * @param op every call of its methods is written down, so that an error can say where it arose
   *   and a promise that nobody awaits is noticed; that one's rejection does not end the process
   */
  constructor(op: Op) {
    const logged: Op = new Proxy(op, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function" || typeof property !== "string") return value;
        return (...parameters: unknown[]) =>
          this.#track(property, new Error(`op.${property}`), () =>
            Reflect.apply(value, target, withLogged(property, parameters, logged)),
          );
      },
    });
    this.op = logged;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The migration's function has returned: what is called from now on was not awaited. */
  returned(): void {
    this.#hasReturned = true;
  }

  /** The migration is over: what is called from now on does nothing, and is told to `onLate`. */
  ended(onLate: (call: Call) => void): void {
    this.#onLate = onLate;
  }

  #track(method: string, site: Error, start: () => Promise<unknown>): Promise<unknown> {
    const call = new TrackedCall(method, site, this.#hasReturned, start());
    this.#calls.push(call);
    this.#onLate?.(call);
    return call;
  }
}

/** The `op` that `autocommit` hands to its body is the logged one, too. */
function withLogged(method: string, parameters: unknown[], logged: Op): unknown[] {
  const [body] = parameters;
  if (method !== "autocommit" || typeof body !== "function") return parameters;
  return [() => Reflect.apply(body, undefined, [logged])];
}

/**
 * A promise that knows whether somebody waits for it. `await` calls `then` of what is not a
 * native promise, which is how it is known.
 */
class TrackedCall<T> implements Call, Promise<T> {
  readonly [Symbol.toStringTag] = "Promise";
  isAwaited = false;
  failure?: { readonly error: unknown };
  readonly #promise: Promise<T>;

  constructor(
    readonly method: string,
    readonly site: Error,
    readonly isLate: boolean,
    promise: Promise<T>,
  ) {
    this.#promise = promise;
    promise.catch((error: unknown) => {
      this.failure = { error };
    });
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
