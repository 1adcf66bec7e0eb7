/** What asks a command to end early: a signal, or the end of the package manager that started it. */
import { readFileSync } from "node:fs";
import { attempt } from "../attempt.js";
import { exitForReal } from "../loader/guarded.js";

/** Exit statuses of a program that a signal ended: 128 and the signal's number. */
const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

/** An interruption aborts `signal`, so that a run can end at a revision boundary. */
export function watchInterruption(env: NodeJS.ProcessEnv) {
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
  return { signal: controller.signal, status: (): number | undefined => status, abort, dispose };
}

const POLL_MS = 250;
/** npm itself, perhaps a shell, and this process. */
const MOST_ANCESTORS = 3;

/** `npx` does not forward SIGTERM: in a container it dies, and what it started would keep running. */
function watchPackageManager(env: NodeJS.ProcessEnv, onGone: () => void): () => void {
  if (env["npm_execpath"] === undefined && env["npm_lifecycle_event"] === undefined)
    return () => undefined;
  const ancestors = ancestorsUpToManager();
  const timer = setInterval(() => {
    if (isThere(ancestors)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The parents up to the package manager (a shell between outlives it), else the first alone. */
function ancestorsUpToManager(): readonly number[] {
  const ancestors: number[] = [];
  let pid: number | undefined = process.ppid;
  while (pid !== undefined && ancestors.length < MOST_ANCESTORS) {
    ancestors.push(pid);
    if (isManager(pid)) return ancestors;
    pid = parentOf(pid);
  }
  return ancestors.slice(0, 1);
}

/** A process whose parent has ended gets another parent, so a reused process number is noticed. */
function isThere(ancestors: readonly number[]): boolean {
  return ancestors.every((pid, index) => {
    const child = ancestors[index - 1];
    return (child === undefined ? process.ppid : parentOf(child)) === pid;
  });
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function parentOf(pid: number): number | undefined {
  // The name before it, in parentheses, may hold anything.
  const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readProcess(pid, "stat") ?? "")?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** npm calls its process `npm exec gen upgrade head`; others are scripts of their name. */
function isManager(pid: number): boolean {
  const [program = "", script = ""] = (readProcess(pid, "cmdline") ?? "").split("\0");
  const manager = /(?:^|[/\\])(?:npm|npx|pnpm|pnpx|yarn|corepack)(?:-cli)?(?:\.[cm]?js)?(?:\s|$)/;
  return manager.test(program) || manager.test(script);
}

function readProcess(pid: number, file: "stat" | "cmdline"): string | undefined {
  return attempt(() => readFileSync(`/proc/${pid}/${file}`, "utf8"));
}
