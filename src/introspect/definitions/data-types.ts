/** Types, the text search objects' and operators' foundations: https://www.postgresql.org/docs/current/sql-createtype.html */
import type { DefinitionQuery } from "./relations.js";

const inNamespace = `pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace`;

/** ` COLLATE …`, if it is not the type's own. */
const collate = (collation: string, type: string): string => `(
  select pg_catalog.format(' COLLATE %I.%I', cn.nspname, co.collname)
  from pg_catalog.pg_collation co join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
  join pg_catalog.pg_type ct on ct.oid = ${type}
  where co.oid = ${collation} and ${collation} <> ct.typcollation)`;

export const enumDefinitions: DefinitionQuery = (oids) => `select t.oid, t.oid::int8 as part,
    array[pg_catalog.format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
      (select pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
        from pg_catalog.pg_enum e where e.enumtypid = t.oid))] as statements, '[]'::jsonb as instead
  from ${inNamespace} where t.oid in (${oids})`;

export const domainDefinitions: DefinitionQuery = (oids) => `select t.oid, t.oid::int8 as part,
    array[pg_catalog.format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname,
      pg_catalog.concat_ws(' ',
        pg_catalog.format_type(t.typbasetype, t.typtypmod) || coalesce(${collate("t.typcollation", "t.typbasetype")}, ''),
        'DEFAULT ' || pg_catalog.pg_get_expr(t.typdefaultbin, 0), case when t.typnotnull then 'NOT NULL' end,
        (select pg_catalog.string_agg(pg_catalog.format('CONSTRAINT %I %s', c.conname,
            pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(c.oid), ' NOT VALID$', '')), ' ')
          from pg_catalog.pg_constraint c where c.contypid = t.oid and c.contype = 'c')))] as statements,
    '[]'::jsonb as instead
  from ${inNamespace} where t.oid in (${oids})`;

export const compositeTypeDefinitions: DefinitionQuery = (
  oids,
) => `select t.oid, t.oid::int8 as part,
    array[pg_catalog.format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
      (select pg_catalog.string_agg(pg_catalog.format('%I %s%s', a.attname,
          pg_catalog.format_type(a.atttypid, a.atttypmod), ${collate("a.attcollation", "a.atttypid")}),
          ', ' order by a.attnum)
        from pg_catalog.pg_attribute a
        where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped))] as statements,
    '[]'::jsonb as instead
  from ${inNamespace} where t.oid in (${oids})`;

const routine = (column: string): string => `nullif(${column}::oid, 0)::regproc`;

/** `CANONICAL` takes the range itself, which must be there before as a shell. */
export const rangeTypeDefinitions: DefinitionQuery = (oids, serverVersion) => `
  select t.oid, 0::int8 as part,
    array[pg_catalog.format('CREATE TYPE %I.%I', n.nspname, t.typname)] as statements, '[]'::jsonb as instead
  from ${inNamespace} join pg_catalog.pg_range r on r.rngtypid = t.oid
  where t.oid in (${oids}) and r.rngcanonical <> 0
  union all
  select t.oid, t.oid::int8,
    array[pg_catalog.format('CREATE TYPE %I.%I AS RANGE (%s)', n.nspname, t.typname, pg_catalog.concat_ws(', ',
      'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, null),
      (select pg_catalog.format('SUBTYPE_OPCLASS = %I.%I', n.nspname, o.opcname)
        from pg_catalog.pg_opclass o join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
        where o.oid = r.rngsubopc and not o.opcdefault),
      (select pg_catalog.format('COLLATION = %I.%I', cn.nspname, c.collname)
        from pg_catalog.pg_collation c join pg_catalog.pg_namespace cn on cn.oid = c.collnamespace
        where c.oid = r.rngcollation and c.collname <> 'default'),
      'CANONICAL = ' || ${routine("r.rngcanonical")}, 'SUBTYPE_DIFF = ' || ${routine("r.rngsubdiff")},
      ${serverVersion < 140000 ? "null" : "pg_catalog.format('MULTIRANGE_TYPE_NAME = %I.%I', n.nspname, (select typname from pg_catalog.pg_type where oid = r.rngmultitypid))"}))],
    '[]'::jsonb
  from ${inNamespace} join pg_catalog.pg_range r on r.rngtypid = t.oid
  where t.oid in (${oids})`;

/** The functions of a base type take and return it, so a shell stands there before. */
export const baseTypeDefinitions: DefinitionQuery = (oids) => `
  select t.oid, 0::int8 as part,
    array[pg_catalog.format('CREATE TYPE %I.%I', n.nspname, t.typname)] as statements, '[]'::jsonb as instead
  from ${inNamespace} where t.oid in (${oids})
  union all
  select t.oid, t.oid::int8, array[pg_catalog.format('CREATE TYPE %I.%I (%s)', n.nspname, t.typname,
    pg_catalog.concat_ws(', ', 'INPUT = ' || t.typinput, 'OUTPUT = ' || t.typoutput,
      'RECEIVE = ' || ${routine("t.typreceive")}, 'SEND = ' || ${routine("t.typsend")},
      'TYPMOD_IN = ' || ${routine("t.typmodin")}, 'TYPMOD_OUT = ' || ${routine("t.typmodout")},
      'ANALYZE = ' || ${routine("t.typanalyze")},
      'INTERNALLENGTH = ' || case when t.typlen < 0 then 'VARIABLE' else t.typlen::text end,
      case when t.typbyval then 'PASSEDBYVALUE' end,
      'ALIGNMENT = ' || case t.typalign when 'c' then 'char' when 's' then 'int2' when 'i' then 'int4' else 'double' end,
      'STORAGE = ' || case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end,
      'CATEGORY = ' || pg_catalog.quote_literal(t.typcategory::text), case when t.typispreferred then 'PREFERRED = true' end,
      'DEFAULT = ' || pg_catalog.quote_literal(t.typdefault),
      'ELEMENT = ' || pg_catalog.format_type(nullif(t.typelem, 0), null),
      'DELIMITER = ' || pg_catalog.quote_literal(t.typdelim::text), case when t.typcollation <> 0 then 'COLLATABLE = true' end))],
    '[]'::jsonb
  from ${inNamespace} where t.oid in (${oids}) and t.typisdefined`;

/** Which columns a collation has differs from version to version. */
export const collationDefinitions: DefinitionQuery = (oids) => `select c.oid, c.oid::int8 as part,
    array[pg_catalog.format('CREATE COLLATION %I.%I (%s)', n.nspname, c.collname, pg_catalog.concat_ws(', ',
      'PROVIDER = ' || case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
      case when c.collprovider = 'c' then pg_catalog.format('LC_COLLATE = %L, LC_CTYPE = %L', c.collcollate, c.collctype)
        else 'LOCALE = ' || pg_catalog.quote_literal(coalesce(j.c ->> 'colllocale', j.c ->> 'colliculocale', c.collcollate)) end,
      'RULES = ' || pg_catalog.quote_literal(j.c ->> 'collicurules'),
      case when not c.collisdeterministic then 'DETERMINISTIC = false' end))] as statements, '[]'::jsonb as instead
  from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace,
  lateral (select pg_catalog.to_jsonb(c) as c) j
  where c.oid in (${oids})`;
