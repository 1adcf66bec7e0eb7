/** Opens a database, or adopts an open connection. */
import { usageError } from "../errors.js";
import type {
  Connection,
  GivenConnection,
  NodePostgresClient,
  OnNotice,
  OpenOptions,
} from "./connection.js";
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

/**
 * Wraps a connection that the caller has opened. `close()` leaves it open and unchanged.
 *
 * @throws GenError `connection_kind` if it is not a single connection, but a pool for example;
 *   `connection_closed` for a client that is not connected
 * @example const connection = await adoptConnection(await pool.connect());
 */
export async function adoptConnection(
  given: GivenConnection,
  onNotice?: OnNotice,
): Promise<Connection> {
  if ("displayUrl" in given && "batch" in given) return stayingOpen(given);
  if ("exec" in given && "waitReady" in given) {
    const { adoptPglite } = await import("./pglite.js");
    return adoptPglite(given, onNotice);
  }
  if ("escapeLiteral" in given && typeof given.query === "function") {
    refuseUnconnected(given);
    const { adoptPostgres } = await import("./postgres.js");
    return adoptPostgres(given, onNotice);
  }
  throw usageError(
    "connection_kind",
    "The given connection cannot be used.",
    "Pass a connected pg.Client, a client of a pool (`await pool.connect()`), or a PGlite; not the pool itself.",
  );
}

function stayingOpen(connection: Connection): Connection {
  return new Proxy(connection, {
    get: (target, property) => {
      if (property === "close") return async () => undefined;
      const value: unknown = Reflect.get(target, property);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A query on a client that is not connected would wait for ever. */
function refuseUnconnected(client: NodePostgresClient): void {
  if (Reflect.get(client, "_connected") !== false) return;
  throw usageError(
    "connection_closed",
    "The given client is not connected.",
    "Call `await client.connect()` first.",
  );
}
