import type { Connection, Row } from "../../../src/database/connection.js";
import { compile } from "../../../src/operations/rules.js";
import { createOp, type Op } from "../../../src/runtime/op/create-op.js";
import { drizzleOn } from "../../../src/runtime/op/drizzle.js";

/** Runs a migration's function in a transaction, as a runner does; `onRows` sees what its queries return. */
export async function migrate(
  connection: Connection,
  migration: (op: Op) => Promise<unknown>,
  onRows: (rows: readonly Row[]) => void = () => undefined,
): Promise<void> {
  let inTransaction = true;
  const op = createOp({
    run: async (operation) => {
      for (const { sql, values } of compile(operation)) await connection.query(sql, values);
    },
    query: async (sql, values) => {
      const rows = await connection.query(sql, values);
      onRows(rows);
      return rows;
    },
    autocommit: async (body) => {
      await connection.query("COMMIT");
      inTransaction = false;
      await body();
      inTransaction = true;
      await connection.query("BEGIN");
    },
    args: {},
    isOffline: false,
    db: () => drizzleOn(connection, { inTransaction }),
  });
  await connection.query("BEGIN");
  try {
    await migration(op);
    await connection.query("COMMIT");
  } catch (error) {
    await connection.query("ROLLBACK");
    throw error;
  }
}
