/** A connection to a PostgreSQL server, over node-postgres. */
import { Socket } from "node:net";
import { userInfo } from "node:os";
import type Pg from "pg";
import { defined } from "../defined.js";
import { cancelRequest } from "./cancel-request.js";
import { connectError } from "./connect-error.js";
import type {
  Connection,
  NodePostgresClient,
  OnNotice,
  OpenOptions,
  RawQuery,
  RawResult,
} from "./connection.js";
import { pg } from "./driver.js";
import { connectionLost, statementError } from "./errors.js";
import { Session, toNotice } from "./session.js";
import { typeParser } from "./type-parsers.js";
import type { PostgresUrl } from "./url.js";

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

export async function openPostgres(url: PostgresUrl, options: OpenOptions): Promise<Connection> {
  return await new PostgresSession(await connect(url, options), url.displayUrl).opened();
}

/** A session on a client that stays its giver's: closing it leaves the client open. */
export async function adoptPostgres(
  given: NodePostgresClient,
  onNotice?: OnNotice,
): Promise<Connection> {
  // The interface asks for what tells a client from a pool; what it is, its own types say.
  const client = given as unknown as Pg.Client;
  const { user, host, port, database } = client;
  const displayUrl = `postgresql://${user}@${host}:${port}/${database}`;
  const session = new PostgresSession(client, displayUrl, false);
  if (onNotice !== undefined) session.onNotice(onNotice);
  return await session.opened();
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

class PostgresSession extends Session implements Connection {
  readonly kind = "postgres";
  #lost: Error | undefined;
  #closed = false;
  readonly #detach: (() => void)[] = [];

  constructor(
    readonly native: Pg.Client,
    readonly displayUrl: string,
    /** Whether the client goes with the session. */
    readonly isOwn = true,
  ) {
    super();
    const onError = (error: Error): void => void (this.#lost ??= error);
    native.on("error", onError);
    this.#detach.push(() => native.off("error", onError));
  }

  onNotice(listener: OnNotice): void {
    const onNotice = (notice: Parameters<typeof toNotice>[0]): void => listener(toNotice(notice));
    this.native.on("notice", onNotice);
    this.#detach.push(() => this.native.off("notice", onNotice));
  }

  /** Without values the simple protocol is spoken, which gives a result for each statement. */
  protected override async run(sql: string, values?: readonly unknown[]) {
    const types = { getTypeParser: typeParser };
    const query = defined({ text: sql, types, values: values && [...values] });
    const result: Pg.QueryResult | Pg.QueryResult[] = await this.#guard(sql, () =>
      this.native.query(query),
    );
    return [result].flat();
  }

  async #guard<T>(sql: string, run: () => Promise<T>): Promise<T> {
    if (this.#lost !== undefined) throw connectionLost(this.#lost, this.displayUrl);
    try {
      return await run();
    } catch (error) {
      throw statementError(error, sql, this.displayUrl);
    }
  }

  async queryRaw({ sql, values, asArrays, parser }: RawQuery): Promise<RawResult> {
    const types = parser && { getTypeParser: parser };
    const query = { text: sql, values: [...values], ...defined({ types }) };
    const { rows, rowCount } = await this.#guard<RawRows>(sql, () =>
      asArrays === true
        ? this.native.query({ ...query, rowMode: "array" })
        : this.native.query(query),
    );
    return { rows, rowCount: rowCount ?? 0 };
  }

  get processId(): number {
    return backendKey(this.native).processID;
  }

  async cancel(): Promise<void> {
    if (this.#lost !== undefined || this.#closed) return;
    const { processID, secretKey } = backendKey(this.native);
    const { host, port } = this.native;
    await cancelRequest(host, port, processID, secretKey);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.isOwn) return this.native.end();
    for (const detach of this.#detach) detach();
  }
}

type RawRows = Pick<Pg.QueryArrayResult | Pg.QueryResult, "rows" | "rowCount">;

/** What the server told when the connection was made; the driver keeps it, its types do not say so. */
interface BackendKey {
  readonly processID: number;
  readonly secretKey: number;
}

function backendKey(client: Pg.Client): BackendKey {
  return client as Pg.Client & BackendKey;
}
