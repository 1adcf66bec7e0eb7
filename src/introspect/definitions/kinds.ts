import { dataTypes } from "./data-types.js";
import {
  type CatalogKind,
  collate,
  type DefinitionSql,
  inSchema,
  nameOf,
  outsideSchemas,
  routine,
} from "./kind.js";
import { routines } from "./routines.js";

/** https://www.postgresql.org/docs/current/textsearch-configuration.html */
const textSearch = (
  kind: string,
  prefix: string,
  catalog: string,
  parameters: string,
  further = "'{}'::text[]",
): CatalogKind =>
  inSchema(catalog, prefix, "true", {
    create: `format('CREATE TEXT SEARCH ${kind} %I.%I (%s)', n.nspname, o.${prefix}name, concat_ws(', ', ${parameters}))`,
    further,
  });

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

/** A table that only has to exist: an ordinary one, with columns but without defaults. */
const table: DefinitionSql = {
  create: `format('CREATE %sTABLE %I.%I (%s)',
      case o.relpersistence when 'u' then 'UNLOGGED ' end, n.nspname, o.relname, columns.list)`,
  joins: columns,
  instead: columnByColumn,
};

/** Keys, which foreign keys, `ON CONFLICT` and `GROUP BY` can depend on. */
const uniqueIndex: DefinitionSql = {
  create: `case when k.oid is null then pg_get_indexdef(i.indexrelid)
      else format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, o.relname,
        k.conname, pg_get_constraintdef(k.oid)) end`,
  joins: `join pg_index i on i.indrelid = o.oid
    left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')`,
  where: "i.indisunique and i.indisvalid and i.indexprs is null and i.indpred is null",
  part: "i.indexrelid",
};

/** All kinds of object, roughly in the order in which they can be created. */
const kinds = {
  schema: outsideSchemas(
    "pg_namespace",
    "nsp",
    "(o.nspname = 'public' or o.oid >= 16384)",
    "format('CREATE SCHEMA IF NOT EXISTS %I', o.nspname)",
  ),
  extension: outsideSchemas("pg_extension", "ext", "true", {
    create:
      "case when en.nspname !~ '^pg_' then format('CREATE SCHEMA IF NOT EXISTS %I', en.nspname) end",
    further: "array[format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', o.extname, en.nspname)]",
    joins: "join pg_namespace en on en.oid = o.extnamespace",
  }),
  language: outsideSchemas(
    "pg_language",
    "lan",
    "true",
    `format('CREATE %sLANGUAGE %I HANDLER %s', case when o.lanpltrusted then 'TRUSTED ' end, o.lanname,
      concat_ws(' ', o.lanplcallfoid::regproc, 'INLINE ' || nullif(o.laninline, 0)::regproc,
        'VALIDATOR ' || nullif(o.lanvalidator, 0)::regproc))`,
  ),
  accessMethod: outsideSchemas(
    "pg_am",
    "am",
    "true",
    `format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', o.amname,
      case o.amtype when 'i' then 'INDEX' else 'TABLE' end, o.amhandler)`,
  ),
  ...dataTypes,
  ...routines,
  textSearchParser: textSearch(
    "PARSER",
    "prs",
    "pg_ts_parser",
    `'START = ' || o.prsstart, 'GETTOKEN = ' || o.prstoken, 'END = ' || o.prsend,
    'LEXTYPES = ' || o.prslextype, 'HEADLINE = ' || ${routine("o.prsheadline")}`,
  ),
  textSearchTemplate: textSearch(
    "TEMPLATE",
    "tmpl",
    "pg_ts_template",
    `'INIT = ' || ${routine("o.tmplinit")}, 'LEXIZE = ' || o.tmpllexize`,
  ),
  textSearchDictionary: textSearch(
    "DICTIONARY",
    "dict",
    "pg_ts_dict",
    `'TEMPLATE = ' || ${nameOf("pg_ts_template", "tmpl", "o.dicttemplate")}, o.dictinitoption`,
  ),
  textSearchConfiguration: textSearch(
    "CONFIGURATION",
    "cfg",
    "pg_ts_config",
    `'PARSER = ' || ${nameOf("pg_ts_parser", "prs", "o.cfgparser")}`,
    `array(
    select format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, o.cfgname,
      (select alias from ts_token_type(o.cfgparser) where tokid = m.maptokentype),
      string_agg(${nameOf("pg_ts_dict", "dict", "m.mapdict")}, ', ' order by m.mapseqno))
    from pg_ts_config_map m where m.mapcfg = o.oid group by m.maptokentype)`,
  ),
  sequence: relation("o.relkind = 'S'", {
    create: `format('CREATE SEQUENCE %I.%I AS %s', n.nspname, o.relname, format_type(s.seqtypid, null))`,
    joins: "join pg_sequence s on s.seqrelid = o.oid",
  }),
  table: relation("o.relkind in ('r', 'p', 'f')", table, uniqueIndex),
  /** A view. If its query fails, a table with the same columns, for others to read from. */
  view: relation("o.relkind = 'v'", {
    create: `format('CREATE VIEW %I.%I (%s)%s AS %s', n.nspname, o.relname, columns.names,
      ' WITH (' || array_to_string(o.reloptions, ', ') || ')', pg_get_viewdef(o.oid))`,
    joins: columns,
    instead: columnByColumn,
  }),
  materializedView: relation("o.relkind = 'm'", table),
  publication: outsideSchemas(
    "pg_publication",
    "pub",
    "not o.puballtables",
    "format('CREATE PUBLICATION %I', o.pubname)",
  ),
};

export type DatabaseObjectKind = keyof typeof kinds;

export const catalogKinds: Readonly<Record<DatabaseObjectKind, CatalogKind>> = kinds;

export const objectKinds = Object.keys(kinds) as readonly DatabaseObjectKind[];
