import { exitForReal } from "../loader/guard-exit.js";
import { watchPackageManager } from "./package-manager.js";

/** Exit statuses of a program that a signal ended: 128 and the signal's number. */
const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  /** Aborted when the user presses Ctrl-C or the system asks the process to end. */
  readonly signal: AbortSignal;
  /** The exit status that says so, or undefined as long as nobody interrupted. */
  status(): number | undefined;
  /** Stops the command in the same way, for another reason. */
  abort(reason: Error): void;
  /** Removes the signal handlers. */
  dispose(): void;
}

/**
 * Turns SIGINT, SIGTERM and the end of the `npx` that started this into an abort, so that what runs
 * can leave the database at a revision boundary. A second signal does not wait for that.
 */
export function watchInterruption(env: NodeJS.ProcessEnv): Interruption {
  const controller = new AbortController();
  let status: number | undefined;
  const abort = (reason: Error): void => controller.abort(reason);
  const onSignal = (signal: keyof typeof statuses): void => {
    if (status !== undefined) exitForReal(status);
    status = statuses[signal];
    abort(new Error(`Interrupted by ${signal}.`));
  };
  const unwatch = watchPackageManager(env, () => {
    status ??= statuses.SIGTERM;
    abort(new Error("Interrupted: the process that started gen has ended."));
  });
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const dispose = (): void => {
    unwatch();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  };
  return { signal: controller.signal, status: () => status, abort, dispose };
}
