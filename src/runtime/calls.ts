import type { Op } from "./op/types.js";

/** A call of one of `op`'s methods, and what became of it. */
export interface Call {
  readonly method: string;
  /** Its stack says where in the migration the call stands. */
  readonly site: Error;
  /** Whether the migration has looked at the promise: awaited, returned or chained it. */
  readonly isAwaited: boolean;
  readonly failure?: { readonly error: unknown };
}

/** The calls of one migration, in order. */
export interface CallLog {
  readonly op: Op;
  readonly calls: readonly Call[];
}

/**
 * `op` with every call written down, so that an error can say where it arose and a promise that
 * nobody awaits is noticed. Rejections of such promises do not end the process.
 */
export function logCalls(op: Op): CallLog {
  const calls: TrackedCall<unknown>[] = [];
  const track = <T>(method: string, site: Error, start: () => Promise<T>): Promise<T> => {
    const call = new TrackedCall(method, site, start());
    calls.push(call);
    return call;
  };
  const logged: Op = new Proxy(op, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function" || typeof property !== "string") return value;
      return (...parameters: unknown[]) => {
        const site = new Error(`op.${property}`);
        return track(property, site, () =>
          Reflect.apply(value, target, withLogged(property, parameters, logged)),
        );
      };
    },
  });
  return { op: logged, calls };
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
