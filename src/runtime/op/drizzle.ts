import { createRequire } from "node:module";
import type { Casing } from "drizzle-orm";
import type * as nodePostgresModule from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Connection } from "../../database/connection.js";
import { defined } from "../../defined.js";
import { failedError } from "../../errors.js";
import type { Database } from "./control.js";

type NodePostgres = typeof nodePostgresModule;
type Client = ConstructorParameters<NodePostgres["NodePgSession"]>[0];

/**
 * A Drizzle database on a connection of ours, of either kind. Drizzle's driver is loaded when the
 * first migration asks for it: GenError `driver_missing` if it does not find the package `pg`.
 *
 * @param options.inTransaction whether one is open on the connection. `db.transaction` is a
 *   savepoint in it then; Drizzle's own COMMIT at its end would commit the migration half done.
 */
export function drizzleOn(
  connection: Pick<Connection, "queryRaw">,
  options: { readonly inTransaction: boolean; readonly casing?: Casing | undefined },
): Database {
  const { drizzle, NodePgSession, NodePgTransaction } = nodePostgres();
  const client = clientOf(connection);
  const config = defined({ casing: options.casing });
  if (!options.inTransaction) return drizzle(client, config);
  const dialect = new PgDialect(config);
  return new NodePgTransaction(dialect, new NodePgSession(client, dialect, undefined), undefined);
}

function nodePostgres(): NodePostgres {
  try {
    return createRequire(import.meta.url)("drizzle-orm/node-postgres");
  } catch (cause) {
    const message = "op.db needs drizzle-orm and the package pg.";
    throw failedError("driver_missing", message, "Install it: npm install pg", cause);
  }
}

interface DriverQuery {
  readonly text: string;
  readonly rowMode?: "array";
  readonly types?: { getTypeParser(oid: number, format: string): (text: string) => unknown };
}

/** The one method of a node-postgres client that Drizzle calls. */
function clientOf(connection: Pick<Connection, "queryRaw">): Client {
  const client = {
    query: async (query: DriverQuery | string, values: readonly unknown[] = []) => {
      const { text, rowMode, types }: DriverQuery =
        typeof query === "string" ? { text: query } : query;
      return connection.queryRaw({
        sql: text,
        values,
        asArrays: rowMode === "array",
        ...(types && { parser: (oid: number) => types.getTypeParser(oid, "text") }),
      });
    },
  };
  // Drizzle's type names the whole client, of which its session calls `query` alone.
  return client as unknown as Client;
}
