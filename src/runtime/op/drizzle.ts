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
 * A Drizzle database on one of our connections, of either kind. Loads Drizzle's driver when a
 * migration first uses it.
 * @param options.inTransaction whether the connection has an open transaction. If so,
 *   `db.transaction` creates a savepoint, because Drizzle's COMMIT would commit half the migration.
 * @throws GenError `driver_missing` without the package `pg`
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
  // Drizzle's type is the whole client, but its session calls only `query`.
  return client as unknown as Client;
}
