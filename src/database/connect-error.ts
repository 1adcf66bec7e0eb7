/** Why a connection could not be made. */
import { defined } from "../defined.js";
import { ExitStatus, GenError, usageError } from "../errors.js";
import { serverErrorFields } from "./errors.js";

/** The target, as the driver has read it from the URL and the environment. */
export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

/** The error of an attempt to connect, with what to do about it. */
export function connectError(error: unknown, displayUrl: string, target?: ConnectTarget): GenError {
  const unreachable = (reason: string, hint: string) =>
    new GenError("database_unreachable", `Cannot reach ${displayUrl}: ${reason}`, {
      hint,
      status: ExitStatus.unreachable,
      cause: error,
    });
  const noLogin = (message: string, hint = checkPassword) =>
    usageError(
      "database_authentication",
      `Cannot log in to ${displayUrl}: ${message}`,
      hint,
      error,
    );
  const fields = serverErrorFields(error);
  if (fields !== undefined) {
    const { sqlState, message, hint } = fields;
    if (sqlState === "28P01") return noLogin(message);
    if (sqlState === "28000") return noLogin(message, notAllowed(message, target?.user));
    if (sqlState === "3D000") {
      const remedy = `Create it: \`${createdb(target)}\`, or correct the database URL.`;
      return usageError("database_missing", `${sentence(message)} (${displayUrl})`, remedy, error);
    }
    if (isTemporary(sqlState)) return unreachable(message, "Try again in a moment.");
    const options = { ...defined({ hint }), status: ExitStatus.usage, cause: error };
    return new GenError("database_refused", `${displayUrl} refuses: ${message}`, options);
  }
  const { code, message } = firstReason(error);
  if (message.includes("client password must be a string")) {
    return noLogin(
      "the server asks for a password and none is given",
      "Put the password into the database URL or into PGPASSWORD.",
    );
  }
  if (message.includes("SASL")) return noLogin(message);
  if (/SSL|TLS|certificate/i.test(`${code} ${message}`)) {
    return usageError(
      "database_tls",
      `No secure connection to ${displayUrl}: ${message}`,
      "`?sslmode=disable` connects without TLS, `?sslmode=no-verify` without checking the certificate.",
      error,
    );
  }
  const reason = explanations[code];
  return unreachable(
    reason === undefined ? timeoutOr(message) : `${reason} (${message})`,
    "Check that the server runs, and the host and port of the database URL.",
  );
}

/** By the operating system's code. */
const explanations: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host is not known",
  EAI_AGAIN: "the host is not known",
  ECONNREFUSED: "nothing listens there",
  ENOENT: "there is no such socket",
};

function timeoutOr(message: string): string {
  return /timeout/i.test(message) ? "no answer in time" : message;
}

const checkPassword =
  "Check the user and the password of the database URL (`%` and `@` in them are written %25 and %40).";

/** Too many connections, a server that starts or stops, a connection that broke. */
function isTemporary(sqlState: string): boolean {
  return sqlState.startsWith("08") || sqlState.startsWith("53") || sqlState.startsWith("57P");
}

/** A shell command, without the password: `createdb` asks for it. */
function createdb(target: ConnectTarget | undefined): string {
  if (target === undefined) return "createdb";
  const { host, port, user, database } = target;
  const words = ["createdb", "-h", host, "-p", String(port)];
  if (user !== undefined) words.push("-U", user);
  if (database) words.push("--", database);
  return words.map(shellWord).join(" ");
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What to do if the server refuses this role for another reason than its password. */
function notAllowed(message: string, user: string | undefined): string | undefined {
  if (message.includes("pg_hba.conf")) {
    const encrypt = /no encryption|SSL off/.test(message)
      ? "Add `?sslmode=require` to the database URL if the server takes encrypted connections only. Otherwise a"
      : "A";
    return `${encrypt} line in the server's pg_hba.conf has to allow this host, role and database.`;
  }
  return user !== undefined && message.includes("is not permitted to log in")
    ? `Let a superuser run \`ALTER ROLE "${user.replaceAll('"', '""')}" LOGIN;\`, or use another role.`
    : undefined;
}

/** A host with several addresses fails with an AggregateError without a message. */
function firstReason(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return firstReason(error.errors[0]);
  }
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  return { code: "code" in error ? String(error.code) : "", message: error.message };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
