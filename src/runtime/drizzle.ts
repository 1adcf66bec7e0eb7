import { NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import type { RawQuery, RawResult } from "../database/connection.js";
import type { Database } from "./op/control.js";

/**
 * A Drizzle database that sends its queries through `send`. It counts as being inside a
 * transaction, so that its own `transaction` makes a savepoint.
 */
export function drizzleOn(
  send: (query: RawQuery) => Promise<RawResult>,
  casing?: "snake_case" | "camelCase",
): Database {
  const dialect = new PgDialect(casing === undefined ? {} : { casing });
  // Of a client, Drizzle calls nothing but `query`, with what is declared below.
  const client = new QueryingClient(send) as unknown as ConstructorParameters<
    typeof NodePgSession
  >[0];
  const session = new NodePgSession(client, dialect, undefined);
  return new NodePgTransaction(dialect, session, undefined) as unknown as Database;
}

interface DriverQuery {
  readonly text: string;
  readonly rowMode?: "array";
  readonly types: { getTypeParser(oid: number, format: "text"): (text: string) => unknown };
}

class QueryingClient {
  constructor(readonly send: (query: RawQuery) => Promise<RawResult>) {}

  query({ text, rowMode, types }: DriverQuery, values: readonly unknown[]): Promise<RawResult> {
    return this.send({
      sql: text,
      values,
      asArrays: rowMode === "array",
      parser: (oid) => types.getTypeParser(oid, "text"),
    });
  }
}
