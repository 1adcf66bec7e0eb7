import { setImmediate as turnOfTheLoop } from "node:timers/promises";

let loading = 0;

/** Whether a {@link guarded} load runs, which handles unhandled rejections. */
export function isLoading(): boolean {
  return loading > 0;
}

/** How long loading may take if something, such as a connection, keeps the process alive. */
const LOAD_LIMIT_MS = 60_000;

/**
 * Loads the project's code, which may try to end the process, leave rejections unhandled, or wait for
 * ever: each becomes an error of the load. Unrelated rejections are raised again afterwards.
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
    // When a CommonJS package throws, Node 20 rejects a promise of its own a little later.
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
      // Raised again; by default that ends the process.
      for (const reason of held.values()) void Promise.reject(reason);
    },
  };
}

/** Without this, Node exits silently when nothing can happen any more. */
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

/** Loaded code called `process.exit`; the program goes on. */
export class ExitCalled extends Error {
  constructor(code: unknown) {
    const shown = typeof code === "number" || typeof code === "string" ? String(code) : "";
    super(`process.exit(${shown}) was called.`);
    // The stack begins with the caller.
    Error.captureStackTrace(this, refuse);
  }
}

const guards = new Set<ExitCalled[]>();
let genuine: typeof process.exit | undefined;

/**
 * From now on `process.exit` throws instead of ending the process, until all guards are released.
 *
 * @returns `calls`: every call so far, even if its error was caught
 */
export function guardExit(): { readonly calls: readonly ExitCalled[]; release(): void } {
  const calls: ExitCalled[] = [];
  if (genuine === undefined) {
    genuine = process.exit;
    process.exit = refuse;
  }
  guards.add(calls);
  return {
    calls,
    release() {
      guards.delete(calls);
      if (guards.size > 0 || genuine === undefined) return;
      process.exit = genuine;
      genuine = undefined;
    },
  };
}

function refuse(code?: unknown): never {
  const error = new ExitCalled(code);
  for (const calls of guards) calls.push(error);
  throw error;
}

/** Ends the process, guarded or not. */
export function exitForReal(status: number): never {
  return (genuine ?? process.exit).call(process, status);
}
