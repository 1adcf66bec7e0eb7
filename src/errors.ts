import { defined } from "./defined.js";

/**
 * The exit statuses of the command line, which every error carries, so that a
 * program that calls `gen` knows whether trying again can help.
 */
export const ExitStatus = {
  done: 0,
  failed: 1,
  usage: 2,
  locked: 3,
  unreachable: 4,
  integrity: 5,
  pending: 6,
  unsafe: 7,
  resumable: 8,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

export interface GenErrorOptions {
  /** What the reader should do next: a sentence, often a command to type. */
  readonly hint?: string;
  readonly status?: ExitStatus;
  /** The error that led to this one; shown with `-v`. */
  readonly cause?: unknown;
}

/**
 * An error that a user can act on.
 *
 * `code` is stable and meant for programs (it is part of `--json`), the message
 * names the thing that is wrong, and `hint` says what to do next.
 *
 * @example
 * throw new GenError("unknown_revision", "No revision or branch is called 'abc'.", {
 *   hint: "`gen history` lists the revisions.",
 *   status: ExitStatus.integrity,
 * });
 */
export class GenError extends Error {
  override readonly name = "GenError";
  readonly hint: string | undefined;
  readonly status: ExitStatus;

  constructor(
    readonly code: string,
    message: string,
    options: GenErrorOptions = {},
  ) {
    super(message, defined({ cause: options.cause }));
    this.hint = options.hint;
    this.status = options.status ?? ExitStatus.failed;
  }
}

/** Makes errors of one status, whose hint is required. */
function withStatus(status: ExitStatus) {
  return (code: string, message: string, hint: string, cause?: unknown): GenError =>
    new GenError(code, message, { hint, status, cause });
}

/** It was tried and did not succeed: status 1. See {@link GenError}. */
export const failedError = withStatus(ExitStatus.failed);

/** What was asked for cannot be done as it was asked: status 2. See {@link GenError}. */
export const usageError = withStatus(ExitStatus.usage);

/** Files, database and request do not fit each other: status 5. See {@link GenError}. */
export const integrityError = withStatus(ExitStatus.integrity);
