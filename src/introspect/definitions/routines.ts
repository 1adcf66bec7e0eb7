/** Functions and operators, and the casts and operator classes that use them. */
import { inSchema, isMadeByHand, nameOf, routine, type } from "./kind.js";

/** `OPERATOR(schema.name)`, because a bare name would be looked up in the search path. */
const operator = (oid: string): string => `(
  select format('OPERATOR(%I.%s)', pn.nspname, po.oprname)
  from pg_operator po join pg_namespace pn on pn.oid = po.oprnamespace where po.oid = ${oid})`;

/** Members that the operator class has created, or that are for its own type. */
const ownMember = (catalog: "pg_amop" | "pg_amproc", family: string, left: string, right: string) =>
  `m.${family} = o.opcfamily and (m.${left} = o.opcintype and m.${right} = o.opcintype or exists (
    select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = m.oid
      and d.refclassid = 'pg_opclass'::regclass and d.refobjid = o.oid))`;

export const routines = {
  function: {
    ...inSchema(
      "pg_proc",
      "pro",
      `o.prokind <> 'a' and ${isMadeByHand("pg_proc")}`,
      "pg_get_functiondef(o.oid)",
    ),
    body: "o.prosrc",
  },
  /** https://www.postgresql.org/docs/current/sql-createaggregate.html */
  aggregate: inSchema("pg_proc", "pro", `o.prokind = 'a' and ${isMadeByHand("pg_proc")}`, {
    create: `format('CREATE AGGREGATE %I.%I (%s) (%s)', n.nspname, o.proname,
      coalesce(nullif(pg_get_function_arguments(o.oid), ''), '*'), concat_ws(', ',
        'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, null),
        'SSPACE = ' || nullif(a.aggtransspace, 0),
        'FINALFUNC = ' || ${routine("a.aggfinalfn")}, case when a.aggfinalextra then 'FINALFUNC_EXTRA' end,
        'COMBINEFUNC = ' || ${routine("a.aggcombinefn")}, 'SERIALFUNC = ' || ${routine("a.aggserialfn")},
        'DESERIALFUNC = ' || ${routine("a.aggdeserialfn")}, 'INITCOND = ' || quote_literal(a.agginitval),
        'MSFUNC = ' || ${routine("a.aggmtransfn")}, 'MINVFUNC = ' || ${routine("a.aggminvtransfn")},
        'MSTYPE = ' || ${type("a.aggmtranstype")},
        'MFINALFUNC = ' || ${routine("a.aggmfinalfn")}, 'MINITCOND = ' || quote_literal(a.aggminitval),
        'SORTOP = ' || ${operator("a.aggsortop")},
        'PARALLEL = ' || case o.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' else 'UNSAFE' end,
        case when a.aggkind = 'h' then 'HYPOTHETICAL' end))`,
    joins: "join pg_aggregate a on a.aggfnoid = o.oid",
  }),
  operator: inSchema(
    "pg_operator",
    "opr",
    "o.oprcode <> 0",
    `format('CREATE OPERATOR %I.%s (%s)', n.nspname, o.oprname, concat_ws(', ',
      'FUNCTION = ' || o.oprcode, 'LEFTARG = ' || ${type("o.oprleft")}, 'RIGHTARG = ' || ${type("o.oprright")},
      'COMMUTATOR = ' || ${operator("o.oprcom")}, 'NEGATOR = ' || ${operator("o.oprnegate")},
      'RESTRICT = ' || ${routine("o.oprrest")}, 'JOIN = ' || ${routine("o.oprjoin")},
      case when o.oprcanhash then 'HASHES' end, case when o.oprcanmerge then 'MERGES' end))`,
  ),
  operatorFamily: inSchema("pg_opfamily", "opf", "true", {
    create: "format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, o.opfname, m.amname)",
    joins: "join pg_am m on m.oid = o.opfmethod",
  }),
  /** https://www.postgresql.org/docs/current/sql-createopclass.html */
  operatorClass: inSchema("pg_opclass", "opc", "true", {
    create: `format('CREATE OPERATOR CLASS %I.%I %s FOR TYPE %s USING %I FAMILY %s AS %s',
      n.nspname, o.opcname, case when o.opcdefault then 'DEFAULT' end, ${type("o.opcintype")}, a.amname,
      ${nameOf("pg_opfamily", "opf", "o.opcfamily")}, concat_ws(', ',
        'STORAGE ' || ${type("coalesce(nullif(o.opckeytype, 0), o.opcintype)")},
        (select string_agg(format('OPERATOR %s %s%s', m.amopstrategy, m.amopopr::regoperator,
            ' FOR ORDER BY ' || ${nameOf("pg_opfamily", "opf", "m.amopsortfamily")}), ', ' order by m.amopstrategy)
          from pg_amop m where ${ownMember("pg_amop", "amopfamily", "amoplefttype", "amoprighttype")}),
        (select string_agg(format('FUNCTION %s (%s, %s) %s', m.amprocnum,
            ${type("m.amproclefttype")}, ${type("m.amprocrighttype")}, m.amproc::oid::regprocedure), ', ' order by m.amprocnum)
          from pg_amproc m where ${ownMember("pg_amproc", "amprocfamily", "amproclefttype", "amprocrighttype")})))`,
    joins: "join pg_am a on a.oid = o.opcmethod",
  }),
  cast: {
    catalog: "pg_cast",
    isInSchema: false,
    where: "true",
    definitions: [
      {
        create: `format('CREATE CAST (%s AS %s) %s%s', ${type("o.castsource")}, ${type("o.casttarget")},
      case o.castmethod when 'f' then 'WITH FUNCTION ' || o.castfunc::regprocedure when 'i' then 'WITH INOUT'
        else 'WITHOUT FUNCTION' end,
      case o.castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' end)`,
      },
    ],
  },
};
