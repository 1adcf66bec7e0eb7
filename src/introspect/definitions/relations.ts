/** Sequences, views, and tables as far as others can refer to them. */

/** A definition for each object; `oids` is a condition's list. */
export type DefinitionQuery = (oids: string, serverVersion: number) => string;

const columns = `select pg_catalog.string_agg(column_definition, ', ' order by attnum) as list,
    pg_catalog.jsonb_agg(pg_catalog.format('ALTER TABLE %I.%I ADD COLUMN %s', n.nspname, c.relname,
      column_definition) order by attnum) as additions,
    pg_catalog.string_agg(pg_catalog.quote_ident(attname), ', ' order by attnum) as names
  from (select a.attnum, a.attname, pg_catalog.format('%I %s%s%s', a.attname,
        pg_catalog.format_type(a.atttypid, a.atttypmod),
        (select pg_catalog.format(' COLLATE %I.%I', cn.nspname, co.collname)
          from pg_catalog.pg_collation co
          join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
          join pg_catalog.pg_type t on t.oid = a.atttypid
          where co.oid = a.attcollation and a.attcollation <> t.typcollation),
        case when a.attnotnull then ' NOT NULL' end) as column_definition
      from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) a`;

/**
 * A table that has only to be there: its columns, without defaults. What is foreign or partitioned
 * is an ordinary one. If the columns cannot all be created, those that can are.
 */
export const tableDefinitions: DefinitionQuery = (oids) => `select c.oid, c.oid::int8 as part,
    array[pg_catalog.format('CREATE %sTABLE %I.%I (%s)',
      case c.relpersistence when 'u' then 'UNLOGGED ' end, n.nspname, c.relname, columns.list)] as statements,
    pg_catalog.jsonb_build_array(pg_catalog.format('CREATE TABLE %I.%I ()', n.nspname, c.relname))
      || coalesce(columns.additions, '[]') as instead
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
  lateral (${columns}) columns
  where c.oid in (${oids})`;

/** What a foreign key can lean on, and `ON CONFLICT` and `GROUP BY` can rely on. */
export const uniqueDefinitions: DefinitionQuery = (
  oids,
) => `select c.oid, i.indexrelid::int8 as part,
    array[case when k.oid is null then pg_catalog.pg_get_indexdef(i.indexrelid)
      else pg_catalog.format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname,
        k.conname, pg_catalog.pg_get_constraintdef(k.oid)) end] as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
  where c.oid in (${oids}) and i.indisunique and i.indisvalid
    and i.indexprs is null and i.indpred is null`;

/** A view as it is; if its query is refused, a table with its columns, for others to read from. */
export const viewDefinitions: DefinitionQuery = (oids) => `select c.oid, c.oid::int8 as part,
    array[pg_catalog.format('CREATE VIEW %I.%I (%s)%s AS %s', n.nspname, c.relname, columns.names,
      ' WITH (' || pg_catalog.array_to_string(c.reloptions, ', ') || ')',
      pg_catalog.pg_get_viewdef(c.oid))] as statements,
    pg_catalog.jsonb_build_array(pg_catalog.format('CREATE TABLE %I.%I ()', n.nspname, c.relname))
      || coalesce(columns.additions, '[]') as instead
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
  lateral (${columns}) columns
  where c.oid in (${oids})`;

export const sequenceDefinitions: DefinitionQuery = (oids) => `select c.oid, c.oid::int8 as part,
    array[pg_catalog.format('CREATE SEQUENCE %I.%I AS %s', n.nspname, c.relname,
      pg_catalog.format_type(s.seqtypid, null))] as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_class c
  join pg_catalog.pg_sequence s on s.seqrelid = c.oid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.oid in (${oids})`;
