/** What every way of carrying out a migration has to do with its calls of `op`. */
import { GenError } from "../errors.js";
import { displayPath } from "../loader/display-path.js";
import { originalPosition } from "../loader/source-positions.js";
import type { Step } from "../revisions/index.js";
import type { Call, CallLog } from "./calls.js";

type OnNotice = ((text: string) => void) | undefined;

/** Stops waiting for a migration that waits for something else than the database. */
export async function untilAborted(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
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

/** What nobody awaits has been waited for; it is an error only if it failed. */
export function reportUnawaited(step: Step, { calls }: CallLog, onNotice: OnNotice): void {
  for (const call of calls) {
    if (call.isAwaited && !call.isLate) continue;
    if (call.failure !== undefined) throw call.failure.error;
    const problem = call.isLate
      ? `op.${call.method} was called after ${step.direction} had returned. Write \`await\` before what calls it.`
      : `op.${call.method} is not awaited. Write \`await\` before it.`;
    onNotice?.(`${placeOf(step, call)}: ${problem}`);
  }
}

/** `file:line` of a call, or the file where it is not known. */
export function placeOf(step: Step, call: Call | undefined): string {
  const position = originalPosition(call?.site);
  const file = displayPath(step.revision.path);
  return position === undefined ? file : `${file}:${position.line}`;
}

/** A call that comes when the migration is over does nothing, and is told. */
export function tellLateCalls(step: Step, log: CallLog, onNotice: OnNotice): void {
  log.ended((call) => {
    const place = placeOf(step, call);
    onNotice?.(
      `${place}: op.${call.method} was called after ${step.direction} had ended, and did nothing. Write \`await\` before what calls it.`,
    );
  });
}

/** What a call is told that comes when its migration is over. */
export function afterEnd({ revision, direction }: Step): GenError {
  return new GenError(
    "op_after_end",
    `${displayPath(revision.path)}: an operation was called after ${direction} had ended.`,
    { hint: "Await every operation." },
  );
}
