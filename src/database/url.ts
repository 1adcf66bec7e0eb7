/** Database URLs, with and without their password. */
import { attempt } from "../attempt.js";
import { type GenError, usageError } from "../errors.js";

export type DatabaseUrl = PostgresUrl | PgliteUrl;

export interface PostgresUrl {
  readonly kind: "postgres";
  /** For the driver; holds the password. */
  readonly url: string;
  /** For messages, without a password. */
  readonly displayUrl: string;
}

export interface PgliteUrl {
  readonly kind: "pglite";
  /** As written, perhaps relative; absent for a database in memory. */
  readonly directory?: string;
  readonly displayUrl: string;
}

/**
 * Reads the URL of a database.
 *
 * Drops a `+driver` suffix, as in SQLAlchemy's URLs. User name and password may contain unencoded
 * characters: they end at the last `@` before the host.
 *
 * @throws GenError `database_url`, whose message never repeats the URL
 * @example parseDatabaseUrl("postgresql+asyncpg://app:s3cret@db/fleet").displayUrl
 * // postgresql://app:***@db/fleet
 * @example parseDatabaseUrl("pglite:.gen/pgdata") // { kind: "pglite", directory: ".gen/pgdata", … }
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const trimmed = text.trim();
  if (/^pglite:/i.test(trimmed)) return parsePgliteUrl(trimmed.slice("pglite:".length));
  const scheme = /^(postgres|postgresql)(?:\+[a-z0-9_]+)?:\/\//i.exec(trimmed);
  if (scheme === null) throw notADatabaseUrl(trimmed);
  const rest = trimmed.slice(scheme[0].length);
  const at = Math.max(0, endOfUserInfo(rest));
  const prefix = `${(scheme[1] ?? "postgresql").toLowerCase()}://`;
  const url = `${prefix}${encodeUserInfo(rest.slice(0, at))}${rest.slice(at)}`;
  if (!isReadable(url)) {
    throw usageError(
      "database_url",
      "The database URL is malformed.",
      `Its form is ${forms[0]}; characters like / ? # in a password are written %2F %3F %23.`,
    );
  }
  const withoutPassword = url.replace(/^(\w+:\/\/[^:@/]*:)[^@/]*@/, "$1***@");
  return { kind: "postgres", url, displayUrl: maskParameters(withoutPassword) };
}

/**
 * A database URL, well-formed or not, without its password.
 *
 * @example maskPassword("postgres://app:s3cret@db/fleet") // postgres://app:***@db/fleet
 */
export function maskPassword(url: string): string {
  const parsed = attempt(() => parseDatabaseUrl(url));
  return parsed?.displayUrl ?? maskParameters(url.replace(/\/\/.*@/s, "//***@"));
}

const forms = ["postgresql://user@host:5432/database", "pglite:directory"] as const;

function parsePgliteUrl(path: string): PgliteUrl {
  const directory = path.replace(/^\/\//, "");
  const displayUrl = `pglite:${directory}`;
  return { kind: "pglite", displayUrl, ...(directory !== "" && { directory }) };
}

function notADatabaseUrl(text: string): GenError {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(text)?.[0];
  const message =
    text === ""
      ? "The database URL is empty."
      : scheme === undefined
        ? "The database must be given as a URL."
        : `"${scheme}:" is not the URL of a PostgreSQL database.`;
  return usageError("database_url", message, `Write it as ${forms[0]} or ${forms[1]}.`);
}

/** The position of the `@` before the host, or -1. */
function endOfUserInfo(text: string): number {
  const slash = text.indexOf("/");
  const authority = slash === -1 ? text : text.slice(0, slash);
  const at = authority.lastIndexOf("@");
  if (at !== -1 || slash === -1) return at;
  // The `@` belongs to a parameter, unless a password contains the slash.
  if (/^(\[[0-9a-f:.]*\]|[^:?#]*)(:\d*)?$/i.test(authority)) return -1;
  return text.lastIndexOf("@");
}

/** @param userInfo a user name and perhaps a password, perhaps malformed */
function encodeUserInfo(userInfo: string): string {
  return userInfo.replace(/^[^:]+|(?<=^[^:]*:).+/gs, encode);
}

/** Percent-encodes what is not encoded yet, and stray `%`s. */
function encode(text: string): string {
  const decode = (encoded: string) => attempt(() => decodeURIComponent(encoded)) ?? encoded;
  return encodeURIComponent(text.replace(/(?:%[0-9a-f]{2})+/gi, decode));
}

/** Also for texts like `host=db password=s3cret`. */
function maskParameters(text: string): string {
  return text.replace(/((?:^|[?&\s])(?:ssl)?password=)('[^']*'|[^&#\s]*)/gi, "$1***");
}

/** Whether the driver can read it; it accepts an empty host. */
function isReadable(url: string): boolean {
  const withHost = url.replace(/^(\w+:\/\/(?:[^@/]*@)?)(?=[/?]|$)/, "$1localhost");
  return URL.canParse(withHost);
}
