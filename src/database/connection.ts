/** A database session: one interface over node-postgres and PGlite. */

/** A row, by column name. */
export type Row = Readonly<Record<string, unknown>>;

export interface Connection {
  readonly kind: "postgres" | "pglite";
  /** `server_version_num`: 150018 is PostgreSQL 15.18. */
  readonly serverVersion: number;
  /** For messages: never holds a password. */
  readonly displayUrl: string;

  /** Runs one statement and returns its rows; `values` are its `$1`, `$2`, … */
  query<R extends Row = Row>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;

  /**
   * Runs several statements, separated by semicolons, in one round trip of the simple protocol,
   * and returns the rows of each. The first error ends the batch.
   */
  batch(sql: string): Promise<readonly (readonly Row[])[]>;

  /** Runs one statement for a library that reads values itself, as Drizzle does. */
  queryRaw(query: RawQuery): Promise<RawResult>;

  /**
   * The backend's process number from the start of the connection. A pooler sends its own, so that
   * `pg_backend_pid()` differs. None when embedded.
   */
  readonly processId?: number;

  /**
   * Asks the server to cancel the statement that runs now; that statement fails with 57014.
   * Nothing happens if none runs, or if the server cannot be reached any more.
   */
  cancel(): Promise<void>;

  close(): Promise<void>;
}

export interface RawQuery {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** Rows as arrays instead of by column name. */
  readonly asArrays?: boolean;
  /** Returns the parser of a type's text values, by OID. */
  readonly parser?: (oid: number) => (text: string) => unknown;
}

export interface RawResult {
  readonly rows: readonly unknown[];
  /** How many rows the statement returned or changed. */
  readonly rowCount: number;
}

export interface OpenOptions {
  /** For `pg_stat_activity`; the URL and `PGAPPNAME` override it. */
  readonly applicationName?: string;
  /** How long to wait for a server to answer; 10,000, or the URL's `connect_timeout`. */
  readonly connectTimeoutMs?: number;
  /** How long to wait for another process that has the same embedded database open; 30,000. */
  readonly lockTimeoutMs?: number;
  /** The base of a relative `pglite:` directory; the working directory. */
  readonly directory?: string;
  /** Gives up connecting. A connection that is open stays open. */
  readonly signal?: AbortSignal;
  /** Receives the server's notices: `NOTICE: table "x" does not exist, skipping`. */
  readonly onNotice?: OnNotice;
}

export type OnNotice = (notice: Notice) => void;

export interface Notice {
  readonly severity: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** A connected client of node-postgres: a `pg.Client`, or one from a pool. */
export interface NodePostgresClient {
  query(text: string): Promise<{ readonly rows: readonly unknown[] }>;
  escapeLiteral(text: string): string;
}

/** An embedded database, `PGlite`. */
export interface EmbeddedDatabase {
  exec(sql: string): Promise<unknown>;
  readonly waitReady: Promise<void>;
}

/** What can be given instead of a URL. */
export type GivenConnection = Connection | NodePostgresClient | EmbeddedDatabase;
