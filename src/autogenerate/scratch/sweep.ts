import type { Connection } from "../../database/connection.js";
import { quoteIdentifier } from "../../schema/identifiers.js";
import { isLeftover } from "./scratch-name.js";

/**
 * Drops scratch databases that a process which died has left behind: only those of our own role,
 * a day old or more, with no session on them. What cannot be dropped stays.
 */
export async function sweepLeftovers(connection: Connection, now: Date): Promise<void> {
  try {
    const rows = await connection.query<{ name: string }>(
      `select d.datname as name from pg_catalog.pg_database d
        where d.datname like 'gen\\_scratch\\_%' and pg_has_role(d.datdba, 'MEMBER')
          and not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)`,
    );
    for (const { name } of rows)
      if (isLeftover(name, now)) await connection.query(`DROP DATABASE ${quoteIdentifier(name)}`);
  } catch {
    // Somebody else may be sweeping; the next run tries again.
  }
}
