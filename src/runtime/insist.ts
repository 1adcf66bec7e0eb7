import type { Connection } from "../database/connection.js";

/**
 * Runs a statement that ends something (`ROLLBACK`, an unlock) and must not be stopped by a
 * cancellation that was meant for the statement before it. Never rejects: when the connection
 * is gone, the server has done the same by itself.
 */
export async function insist(connection: Connection, sql: string): Promise<void> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      await connection.query(sql);
      return;
    } catch {
      // Once more.
    }
  }
}
