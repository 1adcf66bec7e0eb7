/** What every way of carrying out a migration has to do with its calls of `op`. */
import { displayPath } from "../loader/paths.js";
import { originalPosition } from "../loader/source-positions.js";
import { type Call, type CallLog, NotAwaitedError } from "./calls.js";
import type { Migrate, RunnableStep } from "./load-migrations.js";
import type { QueuedExecutor } from "./queued-executor.js";

/** Stops waiting for a migration that waits for something else than the database. */
async function untilAborted(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) {
    await work;
    return;
  }
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => undefined);
  }
}

/**
 * Runs a migration's function, and refuses that it returns before all is done that it asked for:
 * that would run after it, in another order, and perhaps after the COMMIT.
 */
export async function runToItsEnd(
  migrate: Migrate,
  log: CallLog,
  executor: Pick<QueuedExecutor, "isBusy" | "finish">,
  signal?: AbortSignal,
): Promise<void> {
  await untilAborted(Promise.resolve(migrate(log.op)), signal);
  log.refuseUnawaited();
  if (executor.isBusy) throw new NotAwaitedError(undefined, 0);
  const { length } = log.calls;
  await executor.finish();
  const late = log.calls[length];
  if (late !== undefined) throw new NotAwaitedError(late, log.calls.length - length - 1);
}

/** Where in the file an error arose, as far as the calls tell. */
export function siteOf(error: unknown, { calls }: CallLog): Error | undefined {
  if (error instanceof NotAwaitedError) return error.call?.site;
  return calls.findLast((call) => call.failure?.error === error)?.site;
}

/** `file:line` of a call, or the file where it is not known. */
export function placeOf(step: RunnableStep, call: Call | undefined): string {
  const position = originalPosition(call?.site);
  const file = displayPath(step.revision.path);
  return position === undefined ? file : `${file}:${position.line}`;
}

/** A call that comes when the migration is over does nothing, and is told. */
export function tellLateCalls(
  step: RunnableStep,
  log: CallLog,
  onNotice?: (text: string) => void,
): void {
  log.ended((call) => {
    const place = placeOf(step, call);
    onNotice?.(
      `${place}: op.${call.method} was called after ${step.direction} had ended, and had no effect. Await the function that calls it.`,
    );
  });
}
