import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { guardExit } from "./guard-exit.js";

let loading = 0;

/** Whether a {@link guarded} load runs, which then answers for rejections that nobody handles. */
export function isLoading(): boolean {
  return loading > 0;
}

/** How long a module may wait while something else, such as a connection, keeps the process alive. */
const LOAD_LIMIT_MS = 60_000;

/**
 * Runs a load of foreign code, which may try to end the process, leave rejections unhandled, or
 * wait for ever: each becomes an error of the load. Rejections that are not about the load are
 * handed on once it is over.
 *
 * @throws what the code throws; {@link ExitCalled}; an error if it waits for ever
 */
export async function guarded<T>(
  load: () => Promise<T>,
  limitMs: number = LOAD_LIMIT_MS,
): Promise<T> {
  const exit = guardExit();
  const rejections = holdRejections();
  const patience = untilNothingIsLeft(limitMs);
  loading += 1;
  try {
    const result = await Promise.race([load(), patience.ended]);
    const [called] = exit.calls;
    if (called !== undefined) throw called;
    return result;
  } catch (error) {
    // Node 20 leaves a rejection of its own behind when a CommonJS package throws, a little later.
    await turnOfTheLoop();
    rejections.forget(error);
    throw error;
  } finally {
    loading -= 1;
    patience.dispose();
    exit.release();
    rejections.release();
  }
}

function holdRejections(): { forget(reason: unknown): void; release(): void } {
  const held = new Map<Promise<unknown>, unknown>();
  const onRejection = (reason: unknown, promise: Promise<unknown>): unknown =>
    held.set(promise, reason);
  const onHandled = (promise: Promise<unknown>): unknown => held.delete(promise);
  process.on("unhandledRejection", onRejection).on("rejectionHandled", onHandled);
  return {
    forget(reason) {
      for (const [promise, other] of held) if (other === reason) held.delete(promise);
    },
    release() {
      process.off("unhandledRejection", onRejection).off("rejectionHandled", onHandled);
      // Unhandled once more, for whoever is there to handle it: by default that ends the process.
      for (const reason of held.values()) void Promise.reject(reason);
    },
  };
}

/** Node ends a process in which nothing can happen any more without a word. */
function untilNothingIsLeft(limitMs: number): { readonly ended: Promise<never>; dispose(): void } {
  let reject = (_: Error): void => undefined;
  const ended = new Promise<never>((_, rejectIt) => (reject = rejectIt));
  const giveUp = (waiting: string) => reject(new Error(`a top-level \`await\` ${waiting}`));
  const onExit = () => giveUp("waits for something that never happens.");
  const late = `is still waiting after ${limitMs / 1_000} seconds.`;
  const timer = setTimeout(() => giveUp(late), limitMs).unref();
  process.once("beforeExit", onExit);
  ended.catch(() => undefined);
  const dispose = (): void => {
    clearTimeout(timer);
    process.off("beforeExit", onExit);
  };
  return { ended, dispose };
}
