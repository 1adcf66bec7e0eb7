import { exitForReal } from "../loader/guard-exit.js";
import { watchPackageManager } from "./package-manager.js";

/** Exit statuses of a program that a signal ended: 128 and the signal's number. */
const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  /** Aborted when the user presses Ctrl-C or the system asks the process to end. */
  readonly signal: AbortSignal;
  status(): number | undefined;
  abort(reason: Error): void;
  dispose(): void;
}

/** A signal, or the end of `npx`, is an abort, so that a run can end at a revision boundary. */
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
