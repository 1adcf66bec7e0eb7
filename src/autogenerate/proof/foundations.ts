/** What a schema stands on and models do not describe: extensions, types, functions and more. */
import type { Connection } from "../../database/connection.js";

/** Not of the system, nor an extension's. */
function isOwn(namespace: string, catalog: string, oid: string): string {
  return `${namespace} !~ '^pg_' and ${namespace} <> 'information_schema' and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;
}

/** `CREATE EXTENSION` for each, in its schema. */
export async function extensionStatements(connection: Connection): Promise<readonly string[]> {
  return texts(
    connection,
    `select pg_catalog.unnest(array[
        pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname),
        pg_catalog.format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', e.extname, n.nspname)]) as sql
      from pg_catalog.pg_extension e
      join pg_catalog.pg_namespace n on n.oid = e.extnamespace
      where e.extname <> 'plpgsql'
      order by e.oid`,
  );
}

/** Domains and composite types, whose parts are named in full. */
export async function typeStatements(connection: Connection): Promise<readonly string[]> {
  return texts(
    connection,
    `select pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) as sql
      from pg_catalog.pg_namespace n
      where ${isOwn("n.nspname", "pg_namespace", "n.oid")}
    union all
    select pg_catalog.format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname,
        pg_catalog.concat_ws(' ', pg_catalog.format_type(t.typbasetype, t.typtypmod),
          'DEFAULT ' || t.typdefault, case when t.typnotnull then 'NOT NULL' end,
          (select pg_catalog.string_agg(pg_catalog.format('CONSTRAINT %I %s', c.conname,
              pg_catalog.pg_get_constraintdef(c.oid)), ' ')
            from pg_catalog.pg_constraint c where c.contypid = t.oid and c.contype = 'c')))
      from pg_catalog.pg_type t
      join pg_catalog.pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'd' and ${isOwn("n.nspname", "pg_type", "t.oid")}
    union all
    select pg_catalog.format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
        (select pg_catalog.string_agg(pg_catalog.format('%I %s', a.attname,
            pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
          from pg_catalog.pg_attribute a
          where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped))
      from pg_catalog.pg_type t
      join pg_catalog.pg_namespace n on n.oid = t.typnamespace
      join pg_catalog.pg_class c on c.oid = t.typrelid and c.relkind = 'c'
      where ${isOwn("n.nspname", "pg_type", "t.oid")}`,
  );
}

/** Functions and procedures. */
export async function functionStatements(connection: Connection): Promise<readonly string[]> {
  return texts(
    connection,
    `select pg_catalog.pg_get_functiondef(p.oid) as sql
      from pg_catalog.pg_proc p
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where p.prokind in ('f', 'p') and ${isOwn("n.nspname", "pg_proc", "p.oid")}
      order by p.oid`,
  );
}

/**
 * Publications, still without a table: what is published is a matter of the tables. Roles, which
 * another server may not have.
 */
export async function clusterStatements(connection: Connection): Promise<readonly string[]> {
  return texts(
    connection,
    `select pg_catalog.format('CREATE PUBLICATION %I', p.pubname) as sql
      from pg_catalog.pg_publication p where not p.puballtables
    union all
    select pg_catalog.format('CREATE ROLE %I', r.rolname)
      from pg_catalog.pg_roles r
      where r.rolname !~ '^pg_' and r.rolname <> current_user`,
  );
}

/** Under an empty search path, so that every name is printed in full. */
async function texts(connection: Connection, query: string): Promise<readonly string[]> {
  const results = await connection.batch(`begin; set local search_path = ''; ${query}; commit`);
  return (results[2] ?? []).flatMap((row) => (typeof row["sql"] === "string" ? [row["sql"]] : []));
}
