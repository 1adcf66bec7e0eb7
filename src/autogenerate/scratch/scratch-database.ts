/** Databases that exist only while something is tried in them. */
import { randomBytes } from "node:crypto";
import { allowWrites } from "../../database/allow-writes.js";
import { cancelledBy } from "../../database/cancelled-by.js";
import type { Connection, Row } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import { openConnection } from "../../database/open.js";
import { parseDatabaseUrl } from "../../database/url.js";
import { defined } from "../../defined.js";
import { GenError } from "../../errors.js";
import { quoteIdentifier, quoteLiteral } from "../../schema/identifiers.js";

export interface ScratchOptions {
  /** The database next to which it is created; `pglite:` means in memory. */
  readonly url: string;
  /** An open connection to `url`, not inside a transaction. Default: a new one. */
  readonly connection?: Connection;
  /** The project's directory, from which the embedded database is resolved. */
  readonly directory?: string;
  /** Cancels what runs in the scratch database, which is dropped in any case. */
  readonly signal?: AbortSignal;
  /** In memory even if there is a server. */
  readonly embedded?: boolean;
  /** Called if it is not where it should be, and if it could not be dropped. */
  readonly onNote?: (message: string) => void;
}

export interface ScratchDatabase {
  readonly connection: Connection;
  /** The database next to which it was created. Absent if there is none. */
  readonly source?: Connection;
  readonly where: "scratch" | "pglite";
}

/**
 * Creates an empty database on the same server, with the same encoding and collation, and drops it
 * when `body` ends, whether or not it fails. If the role may not create databases, or no server
 * answers, it is an embedded one in memory.
 *
 * @throws GenError `scratch_unavailable`
 */
export async function withScratchDatabase<T>(
  options: ScratchOptions,
  body: (scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const cleanup: Cleanup = [];
  try {
    const scratch = await makeScratch(options, cleanup);
    return await cancelledBy(options.signal, scratch.connection, () => body(scratch));
  } finally {
    for (const step of cleanup.toReversed()) await step();
  }
}

type Cleanup = (() => Promise<unknown>)[];

async function makeScratch(options: ScratchOptions, cleanup: Cleanup): Promise<ScratchDatabase> {
  const url = parseDatabaseUrl(options.url);
  let source = options.connection;
  if (url.kind === "pglite" || source?.kind === "pglite" || options.embedded === true)
    return { connection: await opened("pglite:", options, cleanup), where: "pglite" };
  try {
    source ??= await opened(url.url, options, cleanup);
    const connection = await createBeside(source, url.url, options, cleanup);
    return { connection, source, where: "scratch" };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof GenError)) throw error;
    const connection = await openedInstead(error, options, cleanup);
    const version = Math.floor(connection.serverVersion / 10_000);
    options.onNote?.(
      `The scratch database is an embedded one in memory (PostgreSQL ${version}), because ${reason(error)}.`,
    );
    return { connection, where: "pglite", ...defined({ source }) };
  }
}

async function opened(
  url: string,
  { directory, signal }: Omit<ScratchOptions, "url">,
  cleanup: Cleanup,
): Promise<Connection> {
  const options = defined({ applicationName: "gen scratch", directory, signal });
  const connection = await openConnection(url, options);
  cleanup.push(() => connection.close().catch(() => undefined));
  return connection;
}

async function openedInstead(
  cause: GenError,
  options: ScratchOptions,
  cleanup: Cleanup,
): Promise<Connection> {
  return opened("pglite:", options, cleanup).catch((error: unknown) => {
    if (!(error instanceof GenError)) throw error;
    const message = `A scratch database is needed, but ${reason(cause)}, and an embedded one is not available: ${error.message}`;
    const hint =
      "Let the role create databases (ALTER ROLE … CREATEDB), or run `npm install --save-dev @electric-sql/pglite`.";
    throw new GenError("scratch_unavailable", message, { hint, status: cause.status, cause });
  });
}

function reason(error: GenError): string {
  return error instanceof DatabaseError
    ? `none can be created on the server: ${error.message}`
    : error.message.replace(/\.$/, "");
}

async function createBeside(
  admin: Connection,
  serverUrl: string,
  options: ScratchOptions,
  cleanup: Cleanup,
): Promise<Connection> {
  const name = `gen_scratch_${process.pid}_${hexSecond(Date.now())}${randomBytes(4).toString("hex")}`;
  const restore = await allowWrites(admin);
  cleanup.push(() => restore().catch(() => undefined));
  await sweepLeftovers(admin);
  const create = await createStatement(admin, name);
  cleanup.push(() => dropDatabase(name, admin, options));
  await admin.query(create);
  const [, server = "", parameters = ""] = /^(\w+:\/\/[^/?]*)[^?]*(\?.*)?$/s.exec(serverUrl) ?? [];
  const url = `${server}/${encodeURIComponent(name)}${parameters}`;
  const connection = await opened(url, options, cleanup);
  // A database can have its own search path, and unqualified names must mean the same in both.
  // `SET` does not accept it as it is printed: an empty one is `""`.
  const [path] = await admin.query<{ search_path: string }>("SHOW search_path");
  await connection.batch(
    `SET synchronous_commit = off; SET default_transaction_read_only = off;
       SELECT set_config('search_path', ${quoteLiteral(path?.search_path ?? "")}, false)`,
  );
  return connection;
}

async function dropDatabase(
  name: string,
  admin: Connection,
  { signal: _, ...options }: ScratchOptions,
): Promise<void> {
  const statement = `DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`;
  const cleanup: Cleanup = [];
  try {
    await admin.query(statement).catch(async () => {
      // The connection may be lost or busy.
      const another = await opened(options.url, options, cleanup);
      await allowWrites(another);
      await another.query(statement);
    });
  } catch {
    options.onNote?.(`The scratch database ${name} could not be dropped: ${statement};`);
  } finally {
    for (const step of cleanup) await step();
  }
}

/**
 * The statement that creates a database with the encoding and collation of the connection's.
 * https://www.postgresql.org/docs/current/sql-createdatabase.html
 */
async function createStatement(connection: Connection, name: string): Promise<string> {
  const [row] = await connection.query<{ encoding: string; database: Row }>(
    `select to_jsonb(d) as database, pg_encoding_to_char(d.encoding) as encoding
      from pg_catalog.pg_database d where d.datname = current_database()`,
  );
  // The columns depend on the version.
  const { datcollate, datctype, datlocprovider, ...database } = row?.database ?? {};
  const locale = database["datlocale"] ?? database["daticulocale"];
  const rules = database["daticurules"];
  const options = Object.entries({
    ENCODING: row?.encoding,
    LC_COLLATE: datcollate,
    LC_CTYPE: datctype,
    ...(datlocprovider === "i" && { LOCALE_PROVIDER: "icu", ICU_LOCALE: locale, ICU_RULES: rules }),
    ...(datlocprovider === "b" && { LOCALE_PROVIDER: "builtin", BUILTIN_LOCALE: locale }),
  }).flatMap(([word, value]) =>
    typeof value === "string" && value !== "" ? [`${word} ${quoteLiteral(value)}`] : [],
  );
  return [`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`, ...options].join(" ");
}

/** The time is part of the name, so that the age of a leftover is known. */
function hexSecond(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds.toString(16).padStart(8, "0");
}

const day = 24 * 60 * 60 * 1000;

/** Drops leftovers of our own role that are a day old and unused. Ignores failures. */
async function sweepLeftovers(connection: Connection): Promise<void> {
  try {
    const rows = await connection.query<{ name: string }>(
      `select d.datname as name from pg_catalog.pg_database d
        where substring(d.datname from '^gen_scratch_[0-9]+_([0-9a-f]{8})[0-9a-f]{8}$')
            collate "C" < '${hexSecond(Date.now() - day)}'
          and pg_has_role(d.datdba, 'MEMBER')
          and not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)`,
    );
    for (const { name } of rows) await connection.query(`DROP DATABASE ${quoteIdentifier(name)}`);
  } catch {
    // Another process may be dropping it. The next run tries again.
  }
}
