/** Opens a database, whichever it is. */
import type { Connection } from "./connection.js";
import { parseDatabaseUrl } from "./url.js";

export interface OpenOptions {
  /** What `pg_stat_activity` shows, unless the URL or `PGAPPNAME` says otherwise. */
  readonly applicationName?: string;
  /** How long to wait for a server to answer; 10,000 unless the URL says `connect_timeout`. */
  readonly connectTimeoutMs?: number;
  /** How long to wait for another process that has the same embedded database open; 30,000. */
  readonly lockTimeoutMs?: number;
  /** What a relative `pglite:` directory is relative to; the working directory. */
  readonly directory?: string;
  /** Gives up connecting. A connection that is open stays open. */
  readonly signal?: AbortSignal;
  /** What the server says beside results: `NOTICE: table "x" does not exist, skipping`. */
  readonly onNotice?: (notice: Notice) => void;
}

export interface Notice {
  readonly severity: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

/**
 * Opens a connection. The driver is loaded only now, and only the one that is needed.
 *
 * @throws GenError `database_url`, `database_unreachable`, `database_authentication`,
 *   `database_missing`, `database_refused`, `database_tls`, `database_locked`, `pglite_missing`
 * @example const connection = await openConnection("postgresql://app@localhost/fleet");
 */
export async function openConnection(url: string, options: OpenOptions = {}): Promise<Connection> {
  options.signal?.throwIfAborted();
  const parsed = parseDatabaseUrl(url);
  if (parsed.kind === "postgres") {
    const { openPostgres } = await import("./postgres.js");
    return await openPostgres(parsed, options);
  }
  const { openPglite } = await import("./pglite.js");
  return await openPglite(parsed, options);
}
