import type { Connection, Row } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";

/** The results of queries, or the error. A policy that hides rows is an error too. */
export async function readOnly(
  connection: Connection,
  queries: readonly string[],
  { lock, statement }: { readonly lock: string; readonly statement: string },
): Promise<readonly (readonly Row[])[] | DatabaseError> {
  const begin = `begin read only; set local lock_timeout = '${lock}';
    set local statement_timeout = '${statement}'; set local row_security = off`;
  try {
    const results = await connection.batch([begin, ...queries, "commit"].join("; "));
    return results.slice(4, -1);
  } catch (error) {
    await connection.batch("rollback").catch(() => undefined);
    if (error instanceof DatabaseError) return error;
    throw error;
  }
}
