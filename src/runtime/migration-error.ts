import { describeDatabaseError, shortenStatement, DatabaseError } from "../database/errors.js";
import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "../loader/paths.js";
import { originalPosition } from "../loader/source-positions.js";
import type { Operation } from "../operations/types.js";
import { INSUFFICIENT_PRIVILEGE, missingRightHint, withRole } from "./missing-right.js";
import type { RunnableStep } from "./load-migrations.js";

/** What is known about a migration that failed. */
export interface Failure {
  readonly step: RunnableStep;
  readonly error: unknown;
  /** Errors whose stacks lead to the place in the file, best first. */
  readonly sites: readonly unknown[];
  /** The statement that the server refused, if it did. */
  readonly statement?: string;
  /** The operation that the statement was part of, if it was not a query. */
  readonly operation?: Operation;
  /** `autocommit` has already committed a part. */
  readonly committedEarly?: boolean;
  /** The migration has an `autocommit`, so an earlier run may have left a part of it. */
  readonly mayBeHalfDone?: boolean;
  /** The session's role, if a privilege is missing. */
  readonly role?: string;
  /** Its COMMIT was sent, but no answer came. */
  readonly isUncertain?: boolean;
  readonly isInterrupted: boolean;
  /** It ran in a database that exists only for this run; the user's database has not changed. */
  readonly isScratch?: boolean;
  /** Nothing was run: a script or a plan was being written. */
  readonly isRecording?: boolean;
}

/**
 * A migration that failed and was rolled back. The message says which statement of which file
 * failed and why, and at which revision the database is.
 */
export class MigrationError extends GenError {
  readonly revision: string;
  readonly direction: RunnableStep["direction"];
  readonly path: string;
  /** Starts at 1. */
  readonly line: number | undefined;
  readonly statement: string | undefined;
  /** The operation that the statement was part of. */
  readonly operation: Operation | undefined;
  /** The version rows in the database now. */
  readonly heads: readonly string[];

  constructor(failure: Failure) {
    const { step, statement } = failure;
    const error = rootOf(failure.error);
    const { line, text: place } = placeOf(step.revision.path, failure.sites);
    const hint = hintOf(failure, error);
    const status = error instanceof GenError ? error.status : ExitStatus.failed;
    const message = messageOf(failure, error, place);
    super(codeOf(failure, error), message, { hint, status, cause: failure.error });
    this.revision = step.revision.revision;
    this.direction = step.direction;
    this.path = step.revision.path;
    this.line = line;
    this.statement = statement;
    this.operation = failure.operation;
    this.heads = step.headsBefore;
  }
}

/** Drizzle wraps the errors of its queries in one of its own. */
function rootOf(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof GenError) return cause;
  }
  return error;
}

/** The line of a migration that the errors lead to, best first, and how both are shown. */
export function placeOf(path: string, sites: readonly unknown[]) {
  const positions = sites.map((site) => originalPosition(site));
  const line = positions.find((position) => position?.file === path)?.line;
  return { line, text: `${displayPath(path)}${line === undefined ? "" : `:${line}`}` };
}

function codeOf({ isInterrupted }: Failure, error: unknown): string {
  if (isInterrupted) return "interrupted";
  if (error instanceof DatabaseError || !(error instanceof GenError)) return "migration_failed";
  return error.code;
}

function messageOf(failure: Failure, error: unknown, place: string): string {
  const { step, isRecording = false } = failure;
  const what = step.direction === "upgrade" ? "Upgrade to" : "Downgrade from";
  const outcome = failure.isInterrupted
    ? "was interrupted"
    : isRecording
      ? "cannot be written as a script"
      : "failed";
  return [
    `${what} ${step.revision.revision} (${place}) ${outcome}: ${reasonOf(error)}`,
    ...statementOf(failure, error),
    ...(isRecording ? [] : [stateOf(failure)]),
  ].join("\n");
}

function reasonOf(error: unknown): string {
  if (error instanceof DatabaseError) return describeDatabaseError(error);
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" || error.name === "GenError"
    ? error.message
    : `${error.name}: ${error.message}`;
}

function statementOf({ statement }: Failure, error: unknown): readonly string[] {
  if (statement === undefined || !(error instanceof DatabaseError)) return [];
  // A statement of one line already shows the place.
  if (error.position !== undefined && !statement.trim().includes("\n")) return [];
  return [`STATEMENT: ${shortenStatement(statement)}`];
}

function stateOf(failure: Failure): string {
  const { step, committedEarly, isUncertain, isScratch } = failure;
  if (isScratch === true) return "It ran in a scratch database: your database was not changed.";
  const { revision } = step.revision;
  const isUpgrade = step.direction === "upgrade";
  const at = step.headsBefore.join(", ") || "base";
  const what = isUpgrade ? revision : `the downgrade from ${revision}`;
  if (isUncertain === true) {
    return `The connection was lost during COMMIT: the database is at ${at}, or this migration was applied.`;
  }
  if (committedEarly === true) {
    return `The version table says ${at}, but part of ${what} was committed: the statements that its op.autocommit completed, and those before it.`;
  }
  if (failure.mayBeHalfDone === true) {
    return `This run of ${what} was rolled back, and the version table says ${at}. If an earlier run failed in or after op.autocommit, the statements that it completed remain.`;
  }
  return `${isUpgrade ? revision : "The downgrade"} was rolled back: the database is still at ${at}.`;
}

function hintOf(failure: Failure, error: unknown): string {
  const { step, isScratch = false, isInterrupted } = failure;
  if (failure.isUncertain === true && !isScratch)
    return "When the database is back, `gen current` shows which.";
  const own = error instanceof GenError ? error.hint : undefined;
  const sqlState = error instanceof DatabaseError ? error.sqlState : "";
  if (error instanceof DatabaseError && sqlState === INSUFFICIENT_PRIVILEGE)
    return missingRightHint(error, failure.role);
  const known = hintsBySqlState[sqlState];
  if (known !== undefined) return known;
  if (own !== undefined) return withRole(own, failure.role);
  const file = displayPath(step.revision.path);
  if (isScratch && !isInterrupted)
    return `All migrations must run on an empty database, starting with the first. Correct ${file}, or create what it needs with \`scratch.before\` in the configuration.`;
  if (isInterrupted) return "Run it again to continue.";
  const isHalfDone = failure.mayBeHalfDone === true && ownTraces.has(sqlState);
  if (failure.committedEarly === true || isHalfDone) {
    return "Undo that part by hand, or make the migration skip what already exists, before you run it again.";
  }
  if (step.direction === "downgrade" || !duplicates.has(sqlState))
    return `Correct ${file} and run it again.`;
  const { revision } = step.revision;
  return `If the database already has everything that ${revision} creates, record that: \`gen stamp ${revision}\`. Otherwise correct ${file} and run it again.`;
}

/** A schema, table, column, function or type already exists. */
const duplicates = new Set(["42P06", "42P07", "42701", "42723", "42710"]);
/** One of these already exists, or a row does, or one of them is missing. */
const ownTraces = new Set([...duplicates, "23505", "42P01", "42703", "42704", "3F000"]);

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const hintsBySqlState: Readonly<Record<string, string>> = {
  "25001":
    "This statement cannot run in a transaction. Wrap it: `await op.autocommit(async (op) => { … });`.",
  "25P02":
    "A statement before it failed and its error was caught. To go on after an error, use a savepoint: `op.db.transaction(…)`.",
  "55P04":
    "A new enum value can be used only after it is committed: add it inside `op.autocommit`, or in an earlier revision.",
  "57014": "It was cancelled, or took longer than `statement_timeout`.",
  "55P03": "Another session holds the lock, and `lock_timeout` expired. Try again when it is done.",
  "40P01": "This session and another one waited for each other (a deadlock). Try again.",
};
