import type { Connection } from "./connection.js";

/**
 * Lets a session write although its role, database or URL makes transactions read-only by default.
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-DEFAULT-TRANSACTION-READ-ONLY
 *
 * @returns restores the default
 */
export async function allowWrites(connection: Connection): Promise<() => Promise<void>> {
  const [row] = await connection.query("SHOW default_transaction_read_only");
  if (row?.["default_transaction_read_only"] !== "on") return async () => undefined;
  await connection.query("SET default_transaction_read_only = off");
  return async () => void (await connection.query("SET default_transaction_read_only = on"));
}
