/** Keeps two processes from opening one embedded database, which would destroy it. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { attempt } from "../attempt.js";
import { defined } from "../defined.js";
import { ExitStatus, GenError } from "../errors.js";

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, if the system tells: process numbers are reused. */
  readonly started: string | null;
}

const POLL_MS = 50;

/** Paths of the locks that this process holds. */
const held = new Set<string>();

/**
 * Takes the lock of a directory: the file `<directory>.lock` beside it, which names its owner. A
 * lock whose owner is dead is taken over.
 *
 * @throws GenError `database_locked` if it is not free within `timeoutMs`
 */
export async function lockDirectory(
  directory: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<() => void> {
  const path = `${directory}.lock`;
  const deadline = performance.now() + timeoutMs;
  while (!tryLock(path)) {
    if (performance.now() > deadline) throw locked(directory, path);
    await delay(POLL_MS, undefined, defined({ signal }));
  }
  held.add(path);
  const release = () => {
    if (held.delete(path)) rmSync(path, { force: true });
    process.off("exit", release);
  };
  process.on("exit", release);
  return release;
}

function locked(directory: string, path: string): GenError {
  const owner = readOwner(path);
  const who = owner === undefined ? "Another process" : `Process ${owner.pid} on ${owner.host}`;
  return new GenError("database_locked", `${who} has the embedded database ${directory} open.`, {
    hint: `Wait for it to end. If no such process exists, remove ${path}.`,
    status: ExitStatus.locked,
  });
}

/** A link appears with its whole content, so no reader sees half of an owner. */
function tryLock(path: string): boolean {
  const draft = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  const { pid } = process;
  const owner: Owner = { pid, host: hostname(), started: startOf(pid) };
  writeFileSync(draft, JSON.stringify(owner));
  try {
    if (isStale(path)) takeAway(path);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isStale(path: string): boolean {
  const owner = readOwner(path);
  if (owner === undefined || owner.host !== hostname()) return false;
  if (owner.pid === process.pid) return !held.has(path);
  return !isAlive(owner.pid) || startOf(owner.pid) !== owner.started;
}

/** If two processes find the same stale lock, one renames it; the other must not rename a new lock. */
function takeAway(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (!isStale(aside)) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function readOwner(path: string): Owner | undefined {
  return attempt(() => {
    const owner: Partial<Owner> = JSON.parse(readFileSync(path, "utf8"));
    const { pid, host, started = null } = owner;
    return typeof pid === "number" && typeof host === "string" ? { pid, host, started } : undefined;
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Field 22 of `/proc/PID/stat`, ticks since boot; null where there is no such file. */
function startOf(pid: number): string | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8")) ?? "";
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
