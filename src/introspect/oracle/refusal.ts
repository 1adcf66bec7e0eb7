import type { Connection } from "../../database/connection.js";

/** Why the server cannot be asked: nobody may make a temporary table there. */
export type Refusal = "privilege" | "standby" | "readOnlyTransaction";

/**
 * Why the server cannot be asked; `undefined` if it can. The default of a session does not matter,
 * because the oracle's own transaction says that it writes.
 */
export async function refusalToAsk(
  connection: Connection,
  insideTransaction = false,
): Promise<Refusal | undefined> {
  const [row] = await connection.query<{ able: boolean; standby: boolean; readonly: boolean }>(
    `select has_database_privilege(current_database(), 'TEMP') as able,
      pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as readonly`,
  );
  if (row?.standby === true) return "standby";
  if (row?.able !== true) return "privilege";
  return insideTransaction && row.readonly ? "readOnlyTransaction" : undefined;
}
