/** Types and collations: https://www.postgresql.org/docs/current/sql-createtype.html */
import {
  type CatalogKind,
  collate,
  type DefinitionSql,
  inSchema,
  isMadeByHand,
  nameOf,
  routine,
  type,
} from "./kind.js";

const dataType = (where: string, ...definitions: (string | DefinitionSql)[]): CatalogKind =>
  inSchema("pg_type", "typ", `${where} and ${isMadeByHand("pg_type")}`, ...definitions);

const shell = "format('CREATE TYPE %I.%I', n.nspname, o.typname)";

const range = "join pg_range r on r.rngtypid = o.oid";

export const dataTypes = {
  /** Which columns describe a collation depends on the version. */
  collation: inSchema("pg_collation", "coll", "true", {
    create: `format('CREATE COLLATION %I.%I (%s)', n.nspname, o.collname, concat_ws(', ',
      'PROVIDER = ' || case o.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
      case when o.collprovider = 'c' then format('LC_COLLATE = %L, LC_CTYPE = %L', o.collcollate, o.collctype)
        else 'LOCALE = ' || quote_literal(coalesce(j.c ->> 'colllocale', j.c ->> 'colliculocale', o.collcollate)) end,
      'RULES = ' || quote_literal(j.c ->> 'collicurules'),
      case when not o.collisdeterministic then 'DETERMINISTIC = false' end))`,
    joins: "cross join lateral (select to_jsonb(o) as c) j",
  }),
  enum: dataType(
    "o.typtype = 'e'",
    `format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, o.typname,
      (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
        from pg_enum e where e.enumtypid = o.oid))`,
  ),
  domain: dataType(
    "o.typtype = 'd'",
    `format('CREATE DOMAIN %I.%I AS %s', n.nspname, o.typname, concat_ws(' ',
      format_type(o.typbasetype, o.typtypmod) || coalesce(${collate("o.typcollation", "o.typbasetype")}, ''),
      'DEFAULT ' || pg_get_expr(o.typdefaultbin, 0), case when o.typnotnull then 'NOT NULL' end,
      (select string_agg(format('CONSTRAINT %I %s', c.conname,
          regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', ' /* NOT VALID */')), ' ' order by c.conname)
        from pg_constraint c where c.contypid = o.oid and c.contype = 'c')))`,
  ),
  compositeType: dataType(
    "o.typtype = 'c' and exists (select from pg_class c where c.oid = o.typrelid and c.relkind = 'c')",
    `format('CREATE TYPE %I.%I AS (%s)', n.nspname, o.typname,
      (select string_agg(format('%I %s%s', a.attname,
          format_type(a.atttypid, a.atttypmod), ${collate("a.attcollation", "a.atttypid")}),
          ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = o.typrelid and a.attnum > 0 and not a.attisdropped))`,
  ),
  /** `CANONICAL` takes the range itself, so a shell type must exist first. */
  rangeType: dataType(
    "o.typtype = 'r'",
    { create: shell, joins: range, where: "r.rngcanonical <> 0" },
    {
      joins: range,
      create: `format('CREATE TYPE %I.%I AS RANGE (%s)', n.nspname, o.typname,
      concat_ws(', ',
        'SUBTYPE = ' || format_type(r.rngsubtype, null),
        'SUBTYPE_OPCLASS = ' || ${nameOf("pg_opclass", "opc", "r.rngsubopc", "not x.opcdefault")},
        'COLLATION = ' || ${nameOf("pg_collation", "coll", "r.rngcollation", "x.collname <> 'default'")},
        'CANONICAL = ' || ${routine("r.rngcanonical")}, 'SUBTYPE_DIFF = ' || ${routine("r.rngsubdiff")},
        'MULTIRANGE_TYPE_NAME = ' || ${nameOf("pg_type", "typ", "r.rngmultitypid")}))`,
    },
  ),
  /** The functions of a base type take and return it, so a shell type is created first. */
  baseType: dataType("(o.typtype = 'b' or o.typtype = 'p' and not o.typisdefined)", shell, {
    where: "o.typisdefined",
    create: `format('CREATE TYPE %I.%I (%s)', n.nspname, o.typname, concat_ws(', ',
      'INPUT = ' || o.typinput, 'OUTPUT = ' || o.typoutput,
      'RECEIVE = ' || ${routine("o.typreceive")}, 'SEND = ' || ${routine("o.typsend")},
      'TYPMOD_IN = ' || ${routine("o.typmodin")}, 'TYPMOD_OUT = ' || ${routine("o.typmodout")},
      'ANALYZE = ' || ${routine("o.typanalyze")},
      'INTERNALLENGTH = ' || case when o.typlen < 0 then 'VARIABLE' else o.typlen::text end,
      case when o.typbyval then 'PASSEDBYVALUE' end,
      'ALIGNMENT = ' || case o.typalign when 'c' then 'char' when 's' then 'int2' when 'i' then 'int4' else 'double' end,
      'STORAGE = ' || case o.typstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end,
      'CATEGORY = ' || quote_literal(o.typcategory::text), case when o.typispreferred then 'PREFERRED = true' end,
      'DEFAULT = ' || quote_literal(o.typdefault), 'ELEMENT = ' || ${type("o.typelem")},
      'DELIMITER = ' || quote_literal(o.typdelim::text), case when o.typcollation <> 0 then 'COLLATABLE = true' end))`,
  }),
};
