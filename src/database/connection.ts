/**
 * What the rest of the program asks of a database session: one interface over node-postgres
 * and PGlite, so that nothing above knows which of the two it has.
 */

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
   * The backend's process number as it was told when the connection was made. A pooler in
   * between tells one of its own, so that `pg_backend_pid()` differs. None when embedded.
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
  /** What reads a value of the type with this OID, given as text. */
  readonly parser?: (oid: number) => (text: string) => unknown;
}

export interface RawResult {
  readonly rows: readonly unknown[];
  /** How many rows the statement returned or changed. */
  readonly rowCount: number;
}
