/** A connection to a PostgreSQL server, over node-postgres. */
import { Socket } from "node:net";
import { userInfo } from "node:os";
import type Pg from "pg";
import { cancelRequest } from "./cancel-request.js";
import type { Connection, RawQuery, RawResult, Row } from "./connection.js";
import { connectError } from "./connect-error.js";
import { pg } from "./driver.js";
import { connectionLost, statementError } from "./errors.js";
import { toNotice } from "./notice.js";
import type { NodePostgresClient } from "./given.js";
import type { Notice, OpenOptions } from "./open.js";
import { typeParser } from "./type-parsers.js";
import type { PostgresUrl } from "./url.js";

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

export async function openPostgres(url: PostgresUrl, options: OpenOptions): Promise<Connection> {
  const client = await connect(url, options);
  const session = new PostgresSession(client, url.displayUrl);
  const rows = await session.query("SHOW server_version_num");
  session.serverVersion = Number(rows[0]?.["server_version_num"]);
  return session;
}

/** A session on a client that stays its giver's: closing it leaves the client open. */
export async function adoptPostgres(
  given: NodePostgresClient,
  onNotice?: (notice: Notice) => void,
): Promise<Connection> {
  // The interface asks for what tells a client from a pool; what it is, its own types say.
  const client = given as unknown as Pg.Client;
  const { user, host, port, database } = client;
  const displayUrl = `postgresql://${user}@${host}:${port}/${database}`;
  const session = new PostgresSession(client, displayUrl, false);
  if (onNotice !== undefined) session.onNotice(onNotice);
  const rows = await session.query("SHOW server_version_num");
  session.serverVersion = Number(rows[0]?.["server_version_num"]);
  return session;
}

async function connect(url: PostgresUrl, options: OpenOptions): Promise<Pg.Client> {
  const { signal } = options;
  // Aborted while the driver was loaded.
  signal?.throwIfAborted();
  // Our own, because the driver leaves it open, and the process alive, when logging in fails.
  const socket = new Socket();
  const abort = () => socket.destroy();
  signal?.addEventListener("abort", abort, { once: true });
  let client: Pg.Client | undefined;
  try {
    client = makeClient(url, options, socket);
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    throw connectError(error, url.displayUrl, client);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function makeClient(url: PostgresUrl, options: OpenOptions, socket: Socket): Pg.Client {
  const client = new pg.Client({
    // The driver takes the user from PGUSER or USER, which a container need not have.
    ...(process.env["PGUSER"] === undefined && process.env["USER"] === undefined
      ? { user: userInfo().username }
      : {}),
    connectionString: withPlainSslMode(url.url),
    connectionTimeoutMillis: connectTimeout(url, options),
    fallback_application_name: options.applicationName ?? "drizzle-gen",
    keepAlive: true,
    stream: () => socket,
    types: { getTypeParser: typeParser },
  });
  // Without a listener, a connection that breaks while idle would end the process.
  client.on("error", () => undefined);
  const { onNotice } = options;
  if (onNotice !== undefined) client.on("notice", (notice) => onNotice(toNotice(notice)));
  return client;
}

/**
 * node-postgres takes three of libpq's modes for `verify-full`, and prints a warning each time that it
 * will not always do so. Said outright, it means the same and warns of nothing.
 */
function withPlainSslMode(url: string): string {
  return /[?&]uselibpqcompat=true(?:&|$)/.test(url)
    ? url
    : url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

/** libpq's `connect_timeout`, in seconds, which node-postgres does not read. */
function connectTimeout(url: PostgresUrl, options: OpenOptions): number {
  const seconds =
    /[?&]connect_timeout=(\d+)/.exec(url.url)?.[1] ?? process.env["PGCONNECT_TIMEOUT"];
  if (options.connectTimeoutMs !== undefined) return options.connectTimeoutMs;
  return seconds !== undefined && Number(seconds) > 0
    ? Number(seconds) * 1000
    : DEFAULT_CONNECT_TIMEOUT_MS;
}

class PostgresSession implements Connection {
  readonly kind = "postgres";
  serverVersion = 0;
  #lost: Error | undefined;
  #closed = false;
  readonly #detach: (() => void)[] = [];

  constructor(
    readonly native: Pg.Client,
    readonly displayUrl: string,
    /** Whether the client goes with the session. */
    readonly isOwn = true,
  ) {
    const onError = (error: Error): void => void (this.#lost ??= error);
    native.on("error", onError);
    this.#detach.push(() => native.off("error", onError));
  }

  onNotice(listener: (notice: Notice) => void): void {
    const onNotice = (notice: Parameters<typeof toNotice>[0]): void => listener(toNotice(notice));
    this.native.on("notice", onNotice);
    this.#detach.push(() => this.native.off("notice", onNotice));
  }

  async query<R extends Row = Row>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<readonly R[]> {
    const results = await this.#run<R>(sql, values === undefined ? undefined : [...values]);
    return results.at(-1)?.rows ?? [];
  }

  async batch(sql: string): Promise<readonly (readonly Row[])[]> {
    const results = await this.#run<Row>(sql);
    return results.map((result) => result.rows);
  }

  /** Without values the simple protocol is spoken, which gives a result for each statement. */
  async #run<R extends Row>(sql: string, values?: unknown[]): Promise<Pg.QueryResult<R>[]> {
    if (this.#lost !== undefined) throw connectionLost(this.#lost, this.displayUrl);
    try {
      const result: Pg.QueryResult<R> | Pg.QueryResult<R>[] = await this.native.query<R>({
        text: sql,
        types: { getTypeParser: typeParser },
        ...(values === undefined ? {} : { values }),
      });
      return Array.isArray(result) ? result : [result];
    } catch (error) {
      throw statementError(error, sql, this.displayUrl);
    }
  }

  async queryRaw({ sql, values, asArrays, parser }: RawQuery): Promise<RawResult> {
    if (this.#lost !== undefined) throw connectionLost(this.#lost, this.displayUrl);
    const query = {
      text: sql,
      values: [...values],
      ...(parser === undefined ? {} : { types: { getTypeParser: parser } }),
    };
    try {
      const { rows, rowCount } = await (asArrays === true
        ? this.native.query({ ...query, rowMode: "array" })
        : this.native.query(query));
      return { rows, rowCount: rowCount ?? 0 };
    } catch (error) {
      throw statementError(error, sql, this.displayUrl);
    }
  }

  get processId(): number {
    return backendKey(this.native).processID;
  }

  async cancel(): Promise<void> {
    if (this.#lost !== undefined || this.#closed) return;
    const { processID, secretKey } = backendKey(this.native);
    const { host, port } = this.native;
    await cancelRequest({ host, port, processId: processID, secretKey });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.isOwn) return this.native.end();
    for (const detach of this.#detach) detach();
  }
}

/** What the server told when the connection was made; the driver keeps it, its types do not say so. */
interface BackendKey {
  readonly processID: number;
  readonly secretKey: number;
}

function backendKey(client: Pg.Client): BackendKey {
  return client as Pg.Client & BackendKey;
}
