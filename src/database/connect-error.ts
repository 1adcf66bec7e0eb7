/** Why a connection could not be made. */
import { ExitStatus, GenError } from "../errors.js";
import { serverErrorFields, type ServerErrorFields } from "./errors.js";

/** What was to be reached, as the driver has read the URL and the environment. */
export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
}

/** The error of an attempt to connect, with what to do about it. */
export function connectError(error: unknown, displayUrl: string, target?: ConnectTarget): GenError {
  const fields = serverErrorFields(error);
  if (fields !== undefined) return refusedByServer(fields, error, displayUrl, target);
  const reason = firstReason(error);
  if (/SASL|client password must be a string/.test(reason.message)) {
    return authenticationFailed(reason.message, error, displayUrl);
  }
  if (/SSL|TLS|certificate/i.test(`${reason.code} ${reason.message}`)) {
    return new GenError(
      "database_tls",
      `No secure connection to ${displayUrl}: ${reason.message}`,
      {
        hint: "`?sslmode=disable` connects without TLS, `?sslmode=no-verify` without checking the certificate.",
        status: ExitStatus.usage,
        cause: error,
      },
    );
  }
  return new GenError("database_unreachable", `Cannot reach ${displayUrl}: ${explain(reason)}`, {
    hint: "Check that the server runs, and the host and port of the database URL.",
    status: ExitStatus.unreachable,
    cause: error,
  });
}

function refusedByServer(
  fields: ServerErrorFields,
  cause: unknown,
  displayUrl: string,
  target: ConnectTarget | undefined,
): GenError {
  switch (fields.sqlState) {
    case "28P01":
      return authenticationFailed(fields.message, cause, displayUrl);
    case "28000":
      return authenticationFailed(
        fields.message,
        cause,
        displayUrl,
        notAllowed(fields.message, target?.user),
      );
    case "3D000":
      return new GenError("database_missing", `${sentence(fields.message)} (${displayUrl})`, {
        hint: `Create it: \`${createdb(target)}\`, or correct the database URL.`,
        status: ExitStatus.usage,
        cause,
      });
    default:
      return isTemporary(fields.sqlState)
        ? new GenError("database_unreachable", `Cannot reach ${displayUrl}: ${fields.message}`, {
            hint: "Try again in a moment.",
            status: ExitStatus.unreachable,
            cause,
          })
        : new GenError("database_refused", `${displayUrl} refuses: ${fields.message}`, {
            ...(fields.hint === undefined ? {} : { hint: fields.hint }),
            status: ExitStatus.usage,
            cause,
          });
  }
}

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

function authenticationFailed(
  message: string,
  cause: unknown,
  displayUrl: string,
  remedy?: string,
): GenError {
  const noPassword = message.includes("must be a string");
  const text = noPassword ? "the server asks for a password and none is given" : message;
  return new GenError("database_authentication", `Cannot log in to ${displayUrl}: ${text}`, {
    hint: noPassword
      ? "Put the password into the database URL or into PGPASSWORD."
      : (remedy ??
        "Check the user and the password of the database URL (`%` and `@` in them are written %25 and %40)."),
    status: ExitStatus.usage,
    cause,
  });
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
