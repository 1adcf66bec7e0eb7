import type { Connection } from "./connection.js";

/**
 * Lets the transactions of a session write where its role, its database or its URL has made reading
 * the default. https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-DEFAULT-TRANSACTION-READ-ONLY
 *
 * @returns what sets the default back
 */
export async function allowWrites(connection: Connection): Promise<() => Promise<void>> {
  const [row] = await connection.query("SHOW default_transaction_read_only");
  if (row?.["default_transaction_read_only"] !== "on") return async () => undefined;
  await connection.query("SET default_transaction_read_only = off");
  return async () => void (await connection.query("SET default_transaction_read_only = on"));
}
