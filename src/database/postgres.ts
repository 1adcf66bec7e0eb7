/** A connection to a PostgreSQL server, over node-postgres. */
import { createConnection, Socket } from "node:net";
import { userInfo } from "node:os";
import type Pg from "pg";
import { defined } from "../defined.js";
import { connectError } from "./connect-error.js";
import type { Connection, NodePostgresClient, OnNotice, OpenOptions } from "./connection.js";
import { pg, typeParser } from "./driver.js";
import { Session, type Statement, toNotice } from "./session.js";
import type { PostgresUrl } from "./url.js";

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

export async function openPostgres(url: PostgresUrl, options: OpenOptions): Promise<Connection> {
  const session = await connect(url, options);
  return await session.opened();
}

/** A session on the caller's client: closing it leaves the client open. */
export async function adoptPostgres(
  given: NodePostgresClient,
  onNotice?: OnNotice,
): Promise<Connection> {
  // The interface has only what tells a client from a pool.
  const client = given as unknown as Client;
  const { user, host, port, database } = client;
  const displayUrl = `postgresql://${user}@${host}:${port}/${database}`;
  return await new PostgresSession(client, displayUrl, onNotice, false).opened();
}

async function connect(url: PostgresUrl, options: OpenOptions): Promise<PostgresSession> {
  const { signal } = options;
  // Aborted while the driver was loaded.
  signal?.throwIfAborted();
  // If logging in fails, the driver leaves its socket open, which keeps the process alive.
  const socket = new Socket();
  const abort = () => socket.destroy();
  signal?.addEventListener("abort", abort, { once: true });
  let client: Client | undefined;
  try {
    client = makeClient(url, options, socket);
    const session = new PostgresSession(client, url.displayUrl, options.onNotice);
    await client.connect();
    return session;
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    throw connectError(error, url.displayUrl, client);
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function makeClient(url: PostgresUrl, options: OpenOptions, socket: Socket): Client {
  const { PGUSER, USER } = process.env;
  const client = new pg.Client({
    // The driver takes the user from PGUSER or USER, which may be missing in a container.
    ...((PGUSER ?? USER) === undefined && { user: userInfo().username }),
    connectionString: withPlainSslMode(url.url),
    connectionTimeoutMillis: options.connectTimeoutMs ?? connectTimeout(url),
    fallback_application_name: options.applicationName ?? "drizzle-gen",
    keepAlive: true,
    stream: () => socket,
  });
  return client as Client;
}

/**
 * node-postgres treats three of libpq's modes as `verify-full`, with a warning that this will change.
 * Named explicitly, it does the same without a warning.
 */
function withPlainSslMode(url: string): string {
  return /[?&]uselibpqcompat=true(?:&|$)/.test(url)
    ? url
    : url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

/** libpq's `connect_timeout`, in seconds, which node-postgres does not read. */
function connectTimeout({ url }: PostgresUrl): number {
  const seconds = /[?&]connect_timeout=(\d+)/.exec(url)?.[1] ?? process.env["PGCONNECT_TIMEOUT"];
  return Number(seconds) > 0 ? Number(seconds) * 1000 : DEFAULT_CONNECT_TIMEOUT_MS;
}

/** With two fields that the driver's types lack. */
type Client = Pg.Client & { readonly processID: number; readonly secretKey: number };

class PostgresSession extends Session {
  readonly kind = "postgres";
  protected lost: Error | undefined;
  #closed = false;

  constructor(
    readonly native: Client,
    readonly displayUrl: string,
    readonly onNotice: OnNotice | undefined,
    /** Whether closing the session closes the client. */
    readonly isOwn = true,
  ) {
    super();
    // Without a listener, a connection that breaks while idle would end the process.
    native.on("error", this.#onError).on("notice", this.#onNotice);
  }

  readonly #onError = (error: Error): void => void (this.lost ??= error);

  readonly #onNotice = (notice: Parameters<typeof toNotice>[0]): void =>
    this.onNotice?.(toNotice(notice));

  protected override async send({ sql, values, asArrays, parser = typeParser }: Statement) {
    const query: Pg.QueryConfig = defined({
      text: sql,
      types: { getTypeParser: parser },
      values: values && [...values],
      rowMode: asArrays === true ? "array" : undefined,
    });
    const result: Pg.QueryResult | Pg.QueryResult[] = await this.native.query(query);
    return [result].flat().map(({ rows, rowCount }) => ({ rows, rowCount: rowCount ?? 0 }));
  }

  get processId(): number {
    return this.native.processID;
  }

  async cancel(): Promise<void> {
    if (this.lost !== undefined || this.#closed) return;
    await cancelRequest(this.native);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.isOwn) return this.native.end();
    this.native.off("error", this.#onError).off("notice", this.#onNotice);
  }
}

const CANCEL_REQUEST_CODE = 80877102;
const CANCEL_TIMEOUT_MS = 5_000;

/**
 * Sends a CancelRequest on its own connection, as the protocol requires, and resolves when the server
 * has read it. Never rejects: if the server is gone, so is the statement. `host` can be the directory
 * of a Unix socket.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
function cancelRequest({ host, port, processID, secretKey }: Client): Promise<void> {
  const message = Buffer.alloc(16);
  const fields = [message.length, CANCEL_REQUEST_CODE, processID, secretKey];
  for (const [index, field] of fields.entries()) message.writeInt32BE(field, 4 * index);
  const socket = host.startsWith("/")
    ? createConnection(`${host}/.s.PGSQL.${port}`)
    : createConnection(port, host);
  socket.setTimeout(CANCEL_TIMEOUT_MS, () => socket.destroy());
  return new Promise((resolve) => {
    socket.once("connect", () => socket.end(message));
    socket.once("error", () => resolve());
    socket.once("close", () => resolve());
    socket.resume();
  });
}
