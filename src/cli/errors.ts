import { CommanderError } from "commander";
import { describeDatabaseError, DatabaseError } from "../database/errors.js";
import { failedError, GenError, usageError } from "../errors.js";

export interface ErrorReport {
  readonly code: string;
  /** One line, or more where PostgreSQL said more. */
  readonly message: string;
  readonly hint: string | undefined;
  readonly status: number;
  /** Only for `-v`. */
  readonly stack: string | undefined;
}

/** @param command the one that was called, where that is known */
export function reportError(error: unknown, command?: string): ErrorReport {
  const { code, message, hint, status } = asGenError(error, command);
  const shown = error instanceof DatabaseError ? describeDatabaseError(error) : message;
  return { code, message: shown, hint, status, stack: stackOf(error) };
}

function asGenError(error: unknown, command: string | undefined): GenError {
  if (error instanceof GenError) return error;
  if (error instanceof CommanderError) return callError(error, command);
  if (isSystemError(error)) {
    const hint = systemHints[error.code] ?? "Run the command again with -v to see where it failed.";
    return failedError(error.code.toLowerCase(), capitalize(error.message), hint, error);
  }
  const message = error instanceof Error && error.message !== "" ? error.message : String(error);
  const hint = "This looks like a defect: run the command again with -v and report what it prints.";
  return failedError("internal", message, hint, error);
}

/** Commander's message is one text: `error: …`, and on the next line what was perhaps meant. */
function callError(error: CommanderError, command: string | undefined): GenError {
  const [first = "", ...rest] = error.message.split("\n");
  const message = capitalize(first.replace(/^error: /, ""));
  const suggestion = rest.join(" ").replace(/^\((.*)\)$/, "$1");
  const help =
    command === undefined
      ? "`gen help` lists the commands and options."
      : `\`gen ${command} --help\` shows its arguments, options and examples.`;
  const sentence = /[.?!]$/.test(message) ? message : `${message}.`;
  return usageError("usage", sentence, suggestion || help, error);
}

const permissions = "Check the permissions of that path, and which user you are.";

const systemHints: Readonly<Record<string, string>> = {
  EACCES: permissions,
  EPERM: permissions,
  EROFS: "The file system is read-only: choose another directory.",
  ENOSPC: "The disk is full: make room and run the command again.",
};

/** An error of the operating system: `ENOENT: no such file or directory, open 'x'`. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  const isErrno = error instanceof Error && "syscall" in error && "code" in error;
  return isErrno && typeof error.code === "string";
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const cause = stackOf(error.cause);
  return (error.stack ?? error.message) + (cause === undefined ? "" : `\nCaused by: ${cause}`);
}
