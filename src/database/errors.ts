/** Errors of a database session. */
import { defined } from "../defined.js";
import { ExitStatus, GenError } from "../errors.js";

const textFields = ["detail", "hint", "where", "schema", "table", "column", "constraint"] as const;

/**
 * The fields of PostgreSQL's error message. `where` is the calls that led there: "PL/pgSQL function
 * f() line 3 at RAISE". https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
export interface ServerErrorFields extends Readonly<
  Partial<Record<(typeof textFields)[number], string>>
> {
  readonly sqlState: string;
  readonly message: string;
  /** Of a character in the statement, counted from 1. */
  readonly position?: number;
}

/**
 * A statement that PostgreSQL refused. `message` and `hint` are PostgreSQL's own;
 * {@link describeDatabaseError} shows where in the statement the error is.
 */
export class DatabaseError extends GenError {
  readonly sqlState: string;
  readonly detail: string | undefined;
  readonly position: number | undefined;
  readonly where: string | undefined;

  constructor(
    readonly fields: ServerErrorFields,
    /** What was sent, whole. */
    readonly statement: string,
    cause?: unknown,
  ) {
    const { message, sqlState, hint } = fields;
    super("database_error", message, { status: statusOf(sqlState), ...defined({ hint }), cause });
    this.sqlState = sqlState;
    this.detail = fields.detail;
    this.position = fields.position;
    this.where = fields.where;
  }
}

/** The refusal that an error is or goes back to: Drizzle wraps the errors of its queries. */
export function databaseErrorIn(error: unknown): DatabaseError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DatabaseError) return cause;
  }
  return undefined;
}

/** A retry can help after `lock_not_available` and `deadlock_detected`. */
function statusOf(sqlState: string): ExitStatus {
  return sqlState === "55P03" || sqlState === "40P01" ? ExitStatus.locked : ExitStatus.failed;
}

/** The fields of a driver's error if it came from a server. */
export function serverErrorFields(error: unknown): ServerErrorFields | undefined {
  if (!(error instanceof Error)) return undefined;
  const sqlState = textField(error, "code");
  // Errors of the operating system also have a code, but no severity.
  if (sqlState === undefined || textField(error, "severity") === undefined) return undefined;
  const position = textField(error, "position");
  return {
    sqlState,
    message: error.message,
    ...defined({ position: position === undefined ? undefined : Number(position) }),
    ...defined(Object.fromEntries(textFields.map((name) => [name, textField(error, name)]))),
  };
}

function textField(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * The error of a statement that failed: a {@link DatabaseError}, or `connection_lost` if the
 * server went away under it.
 */
export function statementError(error: unknown, statement: string, displayUrl: string): GenError {
  const fields = serverErrorFields(error);
  if (fields === undefined) {
    return error instanceof TypeError || error instanceof RangeError
      ? new GenError("database_driver", `The statement could not be sent: ${error.message}`, {
          cause: error,
        })
      : connectionLost(error, displayUrl);
  }
  if (isLoss(fields.sqlState)) return connectionLost(error, displayUrl);
  return new DatabaseError(fields, statement, error);
}

/**
 * Class 08 is `connection_exception`; class 57P0x is a server that shuts down, crashed or ended
 * the session; 25P03 and 25P04 are time limits of idle transactions and of transactions.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isLoss(sqlState: string): boolean {
  return sqlState.startsWith("08") || /^(57P0[1-5]|25P0[34])$/.test(sqlState);
}

export function connectionLost(error: unknown, displayUrl: string): GenError {
  const reason = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
  return new GenError("connection_lost", `The connection to ${displayUrl} was lost${reason}`, {
    hint: "Try again when the database is back; a transaction that was open has been rolled back.",
    status: ExitStatus.unreachable,
    cause: error,
  });
}

/**
 * PostgreSQL's message, the line of the statement with a caret, the detail and the context; not the
 * hint, which is in `error.hint`.
 *
 * @example
 * describeDatabaseError(error)
 * // column "emial" does not exist
 * // LINE 2: WHERE emial IS NULL
 * //               ^
 */
export function describeDatabaseError(error: DatabaseError): string {
  const { message, detail, where } = error;
  const parts = [detail && `DETAIL: ${detail}`, where && `CONTEXT: ${where}`];
  return [message, ...excerpt(error), ...parts.filter((part) => part !== undefined)].join("\n");
}

/** The position of the error in its statement, if known, from 1. */
export function errorLocation(error: DatabaseError) {
  if (error.position === undefined) return undefined;
  // PostgreSQL counts characters, where JavaScript counts units of UTF-16.
  const before = [...error.statement].slice(0, error.position - 1).join("");
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    line: before.split("\n").length,
    column: Array.from(before.slice(lineStart)).length + 1,
  };
}

/** A statement for a message; a long one is cut. */
export function shortenStatement(statement: string, maxLength = 1_000): string {
  const trimmed = statement.trim();
  if (trimmed.length <= maxLength) return trimmed;
  return `${trimmed.slice(0, maxLength).trimEnd()} … (${trimmed.length} characters)`;
}

const MAX_EXCERPT_COLUMNS = 100;

function excerpt(error: DatabaseError): string[] {
  const location = errorLocation(error);
  if (location === undefined) return [];
  const text = error.statement.split(/\r?\n/)[location.line - 1] ?? "";
  const characters = [...text.replaceAll("\t", " ")];
  const last = Math.max(0, characters.length - MAX_EXCERPT_COLUMNS);
  const centred = location.column - 1 - MAX_EXCERPT_COLUMNS / 2;
  const start = Math.max(0, Math.min(centred, last));
  const shown = characters.slice(start, start + MAX_EXCERPT_COLUMNS);
  const prefix = `LINE ${location.line}: ${start > 0 ? "…" : ""}`;
  const caret = " ".repeat(prefix.length + location.column - 1 - start);
  return [`${prefix}${shown.join("")}${start < last ? "…" : ""}`, `${caret}^`];
}
