/** Functions, operators, and what tells PostgreSQL when to use them. */
import type { DefinitionQuery } from "./relations.js";

export const functionDefinitions: DefinitionQuery = (oids) => `select p.oid, p.oid::int8 as part,
    array[pg_catalog.pg_get_functiondef(p.oid)] as statements, '[]'::jsonb as instead
  from pg_catalog.pg_proc p where p.oid in (${oids})`;

const routine = (column: string): string => `nullif(${column}::oid, 0)::regproc`;

/** `OPERATOR(schema.name)`: a name alone would be looked up in the search path. */
const operator = (oid: string): string => `(
  select pg_catalog.format('OPERATOR(%I.%s)', pn.nspname, po.oprname)
  from pg_catalog.pg_operator po join pg_catalog.pg_namespace pn on pn.oid = po.oprnamespace
  where po.oid = ${oid})`;

/** https://www.postgresql.org/docs/current/sql-createaggregate.html */
export const aggregateDefinitions: DefinitionQuery = (oids) => `select p.oid, p.oid::int8 as part,
    array[pg_catalog.format('CREATE AGGREGATE %I.%I (%s) (%s)', n.nspname, p.proname,
      coalesce(nullif(pg_catalog.pg_get_function_arguments(p.oid), ''), '*'), pg_catalog.concat_ws(', ',
        'SFUNC = ' || a.aggtransfn, 'STYPE = ' || pg_catalog.format_type(a.aggtranstype, null),
        'SSPACE = ' || nullif(a.aggtransspace, 0),
        'FINALFUNC = ' || ${routine("a.aggfinalfn")}, case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
        'COMBINEFUNC = ' || ${routine("a.aggcombinefn")}, 'SERIALFUNC = ' || ${routine("a.aggserialfn")},
        'DESERIALFUNC = ' || ${routine("a.aggdeserialfn")}, 'INITCOND = ' || pg_catalog.quote_literal(a.agginitval),
        'MSFUNC = ' || ${routine("a.aggmtransfn")}, 'MINVFUNC = ' || ${routine("a.aggminvtransfn")},
        'MSTYPE = ' || pg_catalog.format_type(nullif(a.aggmtranstype, 0), null),
        'MFINALFUNC = ' || ${routine("a.aggmfinalfn")}, 'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval),
        'SORTOP = ' || ${operator("a.aggsortop")},
        'PARALLEL = ' || case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' else 'UNSAFE' end,
        case when a.aggkind = 'h' then 'HYPOTHETICAL' end))] as statements, '[]'::jsonb as instead
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_aggregate a on a.aggfnoid = p.oid where p.oid in (${oids})`;

const type = (column: string): string => `pg_catalog.format_type(nullif(${column}, 0), null)`;

export const operatorDefinitions: DefinitionQuery = (oids) => `select o.oid, o.oid::int8 as part,
    array[pg_catalog.format('CREATE OPERATOR %I.%s (%s)', n.nspname, o.oprname, pg_catalog.concat_ws(', ',
      'FUNCTION = ' || o.oprcode, 'LEFTARG = ' || ${type("o.oprleft")}, 'RIGHTARG = ' || ${type("o.oprright")},
      'COMMUTATOR = ' || ${operator("o.oprcom")}, 'NEGATOR = ' || ${operator("o.oprnegate")},
      'RESTRICT = ' || ${routine("o.oprrest")}, 'JOIN = ' || ${routine("o.oprjoin")},
      case when o.oprcanhash then 'HASHES' end, case when o.oprcanmerge then 'MERGES' end))] as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_operator o join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
  where o.oid in (${oids})`;

export const operatorFamilyDefinitions: DefinitionQuery = (
  oids,
) => `select f.oid, f.oid::int8 as part,
    array[pg_catalog.format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, m.amname)] as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_opfamily f join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
  join pg_catalog.pg_am m on m.oid = f.opfmethod where f.oid in (${oids})`;

/** Members that the class brought itself, or that stand for its own type. */
const ownMember = (catalog: "pg_amop" | "pg_amproc", family: string, left: string, right: string) =>
  `m.${family} = o.opcfamily and (m.${left} = o.opcintype and m.${right} = o.opcintype or exists (
    select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.${catalog}'::regclass and d.objid = m.oid
      and d.refclassid = 'pg_catalog.pg_opclass'::regclass and d.refobjid = o.oid))`;

/** https://www.postgresql.org/docs/current/sql-createopclass.html */
export const operatorClassDefinitions: DefinitionQuery = (
  oids,
) => `select o.oid, o.oid::int8 as part,
    array[pg_catalog.format('CREATE OPERATOR CLASS %I.%I %s FOR TYPE %s USING %I FAMILY %I.%I AS %s',
      n.nspname, o.opcname, case when o.opcdefault then 'DEFAULT' end, ${type("o.opcintype")}, a.amname,
      fn.nspname, f.opfname, pg_catalog.concat_ws(', ',
        'STORAGE ' || ${type("coalesce(nullif(o.opckeytype, 0), o.opcintype)")},
        (select pg_catalog.string_agg(pg_catalog.format('OPERATOR %s %s%s', m.amopstrategy, m.amopopr::regoperator,
            (select pg_catalog.format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname)
              from pg_catalog.pg_opfamily s join pg_catalog.pg_namespace sn on sn.oid = s.opfnamespace
              where s.oid = m.amopsortfamily)), ', ' order by m.amopstrategy)
          from pg_catalog.pg_amop m where ${ownMember("pg_amop", "amopfamily", "amoplefttype", "amoprighttype")}),
        (select pg_catalog.string_agg(pg_catalog.format('FUNCTION %s (%s, %s) %s', m.amprocnum,
            ${type("m.amproclefttype")}, ${type("m.amprocrighttype")}, m.amproc::oid::regprocedure), ', ' order by m.amprocnum)
          from pg_catalog.pg_amproc m where ${ownMember("pg_amproc", "amprocfamily", "amproclefttype", "amprocrighttype")})))]
      as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_opclass o join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
  join pg_catalog.pg_am a on a.oid = o.opcmethod
  join pg_catalog.pg_opfamily f on f.oid = o.opcfamily
  join pg_catalog.pg_namespace fn on fn.oid = f.opfnamespace
  where o.oid in (${oids})`;

export const castDefinitions: DefinitionQuery = (oids) => `select c.oid, c.oid::int8 as part,
    array[pg_catalog.format('CREATE CAST (%s AS %s) %s%s', ${type("c.castsource")}, ${type("c.casttarget")},
      case c.castmethod when 'f' then 'WITH FUNCTION ' || c.castfunc::regprocedure when 'i' then 'WITH INOUT'
        else 'WITHOUT FUNCTION' end,
      case c.castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' end)] as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_cast c where c.oid in (${oids})`;

const dictionary = (
  oid: string,
): string => `(select pg_catalog.format('%I.%I', dn.nspname, d.dictname)
  from pg_catalog.pg_ts_dict d join pg_catalog.pg_namespace dn on dn.oid = d.dictnamespace where d.oid = ${oid})`;

export const textSearchParserDefinitions: DefinitionQuery = (
  oids,
) => `select p.oid, p.oid::int8 as part,
    array[pg_catalog.format('CREATE TEXT SEARCH PARSER %I.%I (%s)', n.nspname, p.prsname, pg_catalog.concat_ws(', ',
      'START = ' || p.prsstart, 'GETTOKEN = ' || p.prstoken, 'END = ' || p.prsend, 'LEXTYPES = ' || p.prslextype,
      'HEADLINE = ' || ${routine("p.prsheadline")}))] as statements, '[]'::jsonb as instead
  from pg_catalog.pg_ts_parser p join pg_catalog.pg_namespace n on n.oid = p.prsnamespace where p.oid in (${oids})`;

export const textSearchTemplateDefinitions: DefinitionQuery = (
  oids,
) => `select t.oid, t.oid::int8 as part,
    array[pg_catalog.format('CREATE TEXT SEARCH TEMPLATE %I.%I (%s)', n.nspname, t.tmplname, pg_catalog.concat_ws(', ',
      'INIT = ' || ${routine("t.tmplinit")}, 'LEXIZE = ' || t.tmpllexize))] as statements, '[]'::jsonb as instead
  from pg_catalog.pg_ts_template t join pg_catalog.pg_namespace n on n.oid = t.tmplnamespace where t.oid in (${oids})`;

export const textSearchDictionaryDefinitions: DefinitionQuery = (
  oids,
) => `select d.oid, d.oid::int8 as part,
    array[pg_catalog.format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname,
      tn.nspname, t.tmplname, ', ' || d.dictinitoption)] as statements, '[]'::jsonb as instead
  from pg_catalog.pg_ts_dict d join pg_catalog.pg_namespace n on n.oid = d.dictnamespace
  join pg_catalog.pg_ts_template t on t.oid = d.dicttemplate
  join pg_catalog.pg_namespace tn on tn.oid = t.tmplnamespace where d.oid in (${oids})`;

export const textSearchConfigurationDefinitions: DefinitionQuery = (
  oids,
) => `select c.oid, c.oid::int8 as part,
    array[pg_catalog.format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname,
      pn.nspname, p.prsname)] || array(
        select pg_catalog.format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, c.cfgname,
          (select alias from pg_catalog.ts_token_type(c.cfgparser) where tokid = m.maptokentype),
          pg_catalog.string_agg(${dictionary("m.mapdict")}, ', ' order by m.mapseqno))
        from pg_catalog.pg_ts_config_map m where m.mapcfg = c.oid group by m.maptokentype) as statements,
    '[]'::jsonb as instead
  from pg_catalog.pg_ts_config c join pg_catalog.pg_namespace n on n.oid = c.cfgnamespace
  join pg_catalog.pg_ts_parser p on p.oid = c.cfgparser
  join pg_catalog.pg_namespace pn on pn.oid = p.prsnamespace where c.oid in (${oids})`;
