/** Sequences, views, and tables as far as others can refer to them. */
import { type CatalogKind, collate, type DefinitionSql, inSchema } from "./kind.js";

const relation = (where: string, ...definitions: DefinitionSql[]): CatalogKind =>
  inSchema("pg_class", "rel", `${where} and o.relpersistence <> 't'`, ...definitions);

const columns = `cross join lateral (select string_agg(column_definition, ', ' order by attnum) as list,
    jsonb_agg(format('ALTER TABLE %I.%I ADD COLUMN %s', n.nspname, o.relname, column_definition)
      order by attnum) as additions,
    string_agg(quote_ident(attname), ', ' order by attnum) as names
  from (select a.attnum, a.attname, format('%I %s%s%s', a.attname,
        format_type(a.atttypid, a.atttypmod), ${collate("a.attcollation", "a.atttypid")},
        case when a.attnotnull then ' NOT NULL' end) as column_definition
      from pg_attribute a
      where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped) a) columns`;

/** A table with the columns that can be created. */
const columnByColumn = `jsonb_build_array(format('CREATE TABLE %I.%I ()', n.nspname, o.relname))
      || coalesce(columns.additions, '[]')`;

/** A table that has only to be there: its columns, without defaults. What is foreign or partitioned is an ordinary one. */
const table: DefinitionSql = {
  create: `format('CREATE %sTABLE %I.%I (%s)',
      case o.relpersistence when 'u' then 'UNLOGGED ' end, n.nspname, o.relname, columns.list)`,
  joins: columns,
  instead: columnByColumn,
};

/** What a foreign key can lean on, and `ON CONFLICT` and `GROUP BY` can rely on. */
const uniqueIndex: DefinitionSql = {
  create: `case when k.oid is null then pg_get_indexdef(i.indexrelid)
      else format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, o.relname,
        k.conname, pg_get_constraintdef(k.oid)) end`,
  joins: `join pg_index i on i.indrelid = o.oid
    left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')`,
  where: "i.indisunique and i.indisvalid and i.indexprs is null and i.indpred is null",
  part: "i.indexrelid",
};

export const relations = {
  sequence: relation("o.relkind = 'S'", {
    create: `format('CREATE SEQUENCE %I.%I AS %s', n.nspname, o.relname, format_type(s.seqtypid, null))`,
    joins: "join pg_sequence s on s.seqrelid = o.oid",
  }),
  table: relation("o.relkind in ('r', 'p', 'f')", table, uniqueIndex),
  /** A view as it is; if its query is refused, a table with its columns, for others to read from. */
  view: relation("o.relkind = 'v'", {
    create: `format('CREATE VIEW %I.%I (%s)%s AS %s', n.nspname, o.relname, columns.names,
      ' WITH (' || array_to_string(o.reloptions, ', ') || ')', pg_get_viewdef(o.oid))`,
    joins: columns,
    instead: columnByColumn,
  }),
  materializedView: relation("o.relkind = 'm'", table),
};
