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

  close(): Promise<void>;
}
