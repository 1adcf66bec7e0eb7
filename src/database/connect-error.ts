/** Why a connection could not be made. */
import { defined } from "../defined.js";
import { ExitStatus, GenError } from "../errors.js";
import { serverErrorFields } from "./errors.js";

/** What was to be reached, as the driver has read the URL and the environment. */
export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

/** The error of an attempt to connect, with what to do about it. */
export function connectError(error: unknown, displayUrl: string, target?: ConnectTarget): GenError {
  const failure = (
    code: string,
    message: string,
    hint?: string,
    status: ExitStatus = ExitStatus.usage,
  ) => new GenError(code, message, { ...defined({ hint }), status, cause: error });
  const unreachable = (reason: string, hint: string) =>
    failure(
      "database_unreachable",
      `Cannot reach ${displayUrl}: ${reason}`,
      hint,
      ExitStatus.unreachable,
    );
  const noLogin = (message: string, hint: string) =>
    failure("database_authentication", `Cannot log in to ${displayUrl}: ${message}`, hint);
  const fields = serverErrorFields(error);
  const reason = firstReason(error);
  if (fields !== undefined) {
    const { sqlState, message, hint } = fields;
    if (sqlState === "28P01") return noLogin(message, checkPassword);
    if (sqlState === "28000") {
      return noLogin(message, notAllowed(message, target?.user) ?? checkPassword);
    }
    if (sqlState === "3D000") {
      const remedy = `Create it: \`${createdb(target)}\`, or correct the database URL.`;
      return failure("database_missing", `${sentence(message)} (${displayUrl})`, remedy);
    }
    return isTemporary(sqlState)
      ? unreachable(message, "Try again in a moment.")
      : failure("database_refused", `${displayUrl} refuses: ${message}`, hint);
  }
  if (reason.message.includes("client password must be a string")) {
    return noLogin(
      "the server asks for a password and none is given",
      "Put the password into the database URL or into PGPASSWORD.",
    );
  }
  if (reason.message.includes("SASL")) return noLogin(reason.message, checkPassword);
  if (/SSL|TLS|certificate/i.test(`${reason.code} ${reason.message}`)) {
    return failure(
      "database_tls",
      `No secure connection to ${displayUrl}: ${reason.message}`,
      "`?sslmode=disable` connects without TLS, `?sslmode=no-verify` without checking the certificate.",
    );
  }
  return unreachable(
    explain(reason),
    "Check that the server runs, and the host and port of the database URL.",
  );
}

const checkPassword =
  "Check the user and the password of the database URL (`%` and `@` in them are written %25 and %40).";

/** Too many connections, a server that starts or stops, a connection that broke. */
function isTemporary(sqlState: string): boolean {
  return sqlState.startsWith("08") || sqlState.startsWith("53") || sqlState.startsWith("57P");
}

/** A command for a shell. Of a password it knows nothing: `createdb` asks for it. */
function createdb(target: ConnectTarget | undefined): string {
  if (target === undefined) return "createdb";
  const { host, port, user, database } = target;
  const options = [
    ["-h", host],
    ["-p", String(port)],
    ["-U", user],
  ].flatMap(([name = "", value]) => (value === undefined ? [] : [`${name} ${shellWord(value)}`]));
  return ["createdb", ...options, ...(database ? ["--", shellWord(database)] : [])].join(" ");
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What to do where not the password is wrong, but the server does not let this role in. */
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

interface Reason {
  readonly code: string;
  readonly message: string;
}

/** A host with several addresses fails with all their errors in one, and no message. */
function firstReason(error: unknown): Reason {
  if (error instanceof AggregateError && error.errors.length > 0)
    return firstReason(error.errors[0]);
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  const code: unknown = Reflect.get(error, "code");
  return { code: typeof code === "string" ? code : "", message: error.message };
}

function explain(reason: Reason): string {
  switch (reason.code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host is not known (${reason.message})`;
    case "ECONNREFUSED":
      return `nothing listens there (${reason.message})`;
    case "ENOENT":
      return `there is no such socket (${reason.message})`;
    default:
      return /timeout/i.test(reason.message) ? "no answer in time" : reason.message;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
