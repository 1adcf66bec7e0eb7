import type { Connection, Row } from "../../database/connection.js";
import { DatabaseError } from "../../database/errors.js";
import type { Operation } from "../../operations/types.js";
import { quoteName } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";
import { textArray } from "../../introspect/scope.js";
import type { Touched } from "./touched.js";

const MAX_ROWS = 10_000;
const MAX_BYTES = 10 * 1024 * 1024;

/** A table whose rows nobody has counted yet (`ANALYZE`) is small only if it is this small. */
const MAX_BYTES_UNCOUNTED = 1024 * 1024;

/**
 * Why the operations cannot be tried out in place: the server is only read, or what they would lock
 * or read is so large that it would hold others up. Partitions count with their table.
 */
export async function obstacleInPlace(
  connection: Connection,
  operations: readonly Operation[],
  touched: Touched,
): Promise<string | undefined> {
  const names = [...touched.relations.values(), ...operations.flatMap(readBy)];
  const row = await unlocked(
    connection,
    `select pg_catalog.pg_is_in_recovery() as standby, exists (
      select from pg_catalog.pg_class c,
        lateral (select coalesce(
          (select sum(pg_catalog.pg_relation_size(p.relid))
            from pg_catalog.pg_partition_tree(c.oid) p where c.relkind = 'p'),
          pg_catalog.pg_relation_size(c.oid)) as bytes) size
      where c.oid in (select pg_catalog.to_regclass(n) from unnest(${textArray(names.map(quoteName))}) n)
        and c.relkind in ('r', 'p', 'm')
        and (c.reltuples >= ${MAX_ROWS} or size.bytes > ${MAX_BYTES}
          or c.reltuples < 0 and size.bytes > ${MAX_BYTES_UNCOUNTED})
    ) as large`,
  );
  if (row === undefined) return "another session holds a table locked";
  if (row["standby"] === true) return "this server is a standby, which can only be read";
  return row["large"] === false ? undefined : "a table is too large to be locked for it";
}

/**
 * The only row of a query; `undefined` where another session keeps it waiting: `pg_relation_size`
 * opens the table, which an ACCESS EXCLUSIVE lock forbids.
 */
async function unlocked(connection: Connection, query: string): Promise<Row | undefined> {
  try {
    const results = await connection.batch(
      `BEGIN READ ONLY; SET LOCAL lock_timeout = '1s'; ${query}; COMMIT`,
    );
    return results[2]?.[0];
  } catch (error) {
    await connection.query("ROLLBACK");
    if (error instanceof DatabaseError && error.sqlState === "55P03") return undefined;
    throw error;
  }
}

/** Tables that an operation reads besides its own. */
function readBy(operation: Operation): readonly QualifiedName[] {
  switch (operation.kind) {
    case "createForeignKey":
      return [operation.constraint.referencedTable];
    case "createView":
      return operation.view.materialized ? operation.view.dependsOn : [];
    default:
      return [];
  }
}
