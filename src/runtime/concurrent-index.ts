/** What a failed or killed attempt leaves of indexes that are built or dropped concurrently. */
import type { Connection } from "../database/connection.js";
import { DatabaseError } from "../database/errors.js";
import { compile } from "../operations/rules.js";
import type { CreateIndex, DropIndex } from "../operations/types.js";
import { quoteLiteral, quoteName } from "../schema/identifiers.js";

/**
 * Whether an index to be dropped concurrently does not exist, although its schema does: an attempt
 * that failed later has dropped it. An invalid index, which a failed attempt leaves, exists.
 * https://www.postgresql.org/docs/current/sql-dropindex.html
 */
export async function isDroppedAlready(connection: Connection, { index }: DropIndex) {
  const found = await connection.query(
    `select from pg_catalog.pg_namespace n
      left join pg_catalog.pg_class c
        on c.relnamespace = n.oid and c.relname = ${quoteLiteral(index.name)}
      where n.nspname = ${quoteLiteral(index.schema)} and c.oid is null`,
  );
  return found.length > 0;
}

/**
 * Prepares a concurrent index build, and returns whether the index already exists. A failed build
 * leaves an invalid index of that name on the table, which is dropped. A valid index may come from
 * an attempt that failed later; it counts if its definition is the same. Any other index is not
 * touched, and PostgreSQL will refuse the name.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function isBuiltAlready(connection: Connection, operation: CreateIndex) {
  const { table, index } = operation;
  const name = { schema: table.schema, name: index.name };
  const [found] = await connection.query<{ valid: boolean; definition: string }>(
    `select i.indisvalid and i.indisready as valid, ${definition("i.indexrelid")} as definition
      from pg_catalog.pg_index i
      where i.indexrelid = pg_catalog.to_regclass(${quoteLiteral(quoteName(name))})
        and i.indrelid = pg_catalog.to_regclass(${quoteLiteral(quoteName(table))})`,
  );
  if (found === undefined) return false;
  if (found.valid) return found.definition === (await wantedDefinition(connection, operation));
  await connection.query(`DROP INDEX CONCURRENTLY ${quoteName(name)}`);
  return false;
}

/** The definition that PostgreSQL prints for the new index; `undefined` if it cannot be tried. */
async function wantedDefinition(connection: Connection, { table, index }: CreateIndex) {
  const copy = { schema: "pg_temp", name: "gen_index_of" };
  const { concurrently: _, ...plain } = index;
  const statements = compile({ kind: "createIndex", table: copy, index: plain });
  try {
    await connection.query("BEGIN");
    await connection.query(
      `CREATE TEMPORARY TABLE ${quoteName(copy)} (LIKE ${quoteName(table)} INCLUDING GENERATED)`,
    );
    for (const { sql } of statements) await connection.query(sql);
    const [built] = await connection.query<{ definition: string }>(
      `select ${definition("i.indexrelid")} as definition from pg_catalog.pg_index i
        where i.indrelid = pg_catalog.to_regclass(${quoteLiteral(quoteName(copy))})`,
    );
    return built?.definition;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return undefined;
  } finally {
    await connection.query("ROLLBACK");
  }
}

/** An index's definition, without its name and its table's. */
function definition(index: string): string {
  return `pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(${index}), '^(CREATE (UNIQUE )?INDEX) .*? USING ', '\\1 ')`;
}
