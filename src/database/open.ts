/** Opens a database, whichever it is. */
import type { Connection, OpenOptions } from "./connection.js";
import { parseDatabaseUrl } from "./url.js";

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
