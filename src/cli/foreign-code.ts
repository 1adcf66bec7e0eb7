import { ExitStatus, GenError } from "../errors.js";
import { blame } from "../loader/load-error.js";
import { guardExit, isLoading } from "../loader/guarded.js";

/** How long a command may take to cancel, roll back and close after such a failure. */
const graceMs = 5_000;

/** Exceptions in timers, rejections and `process.exit` of models, configuration and migrations. */
export function watchForeignCode(onFailure: (error: GenError) => void) {
  const exit = guardExit();
  let failure: GenError | undefined;
  let giveUp = (_: GenError): void => undefined;
  // Rejects if the command has not ended a while after a failure.
  const overdue = new Promise<never>((_, reject) => (giveUp = reject));
  overdue.catch(() => undefined);
  const fail = (cause: unknown): void => {
    if (failure !== undefined) return;
    const error = lateError(cause);
    failure = error;
    setTimeout(() => giveUp(error), graceMs).unref();
    onFailure(error);
  };
  // While modules are loaded, the loader knows what belongs to them and hands on the rest.
  const onRejection = (cause: unknown): void => void (isLoading() || fail(cause));
  process.on("uncaughtException", fail).on("unhandledRejection", onRejection);
  return {
    failure(): GenError | undefined {
      const [called] = exit.calls;
      return failure ?? (called && lateError(called));
    },
    overdue,
    dispose(): void {
      process.off("uncaughtException", fail).off("unhandledRejection", onRejection);
      exit.release();
    },
  };
}

function lateError(cause: unknown): GenError {
  if (cause instanceof GenError) return cause;
  return new GenError("late_error", blame(cause, "Something that runs in the background failed"), {
    hint: "Models, configuration and migrations are executed when they are read. Move anything that keeps running (a connection, a timer) out of them, or handle its errors there.",
    status: ExitStatus.failed,
    cause,
  });
}
