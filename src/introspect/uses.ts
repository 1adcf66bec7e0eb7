/** What makes PostgreSQL refuse to drop an enum, a sequence or a schema. */
import type { Connection } from "../database/connection.js";
import { quoteLiteral } from "../schema/identifiers.js";
import type { Dependency, QualifiedName } from "../schema/types.js";
import { readInOneTrip, type ReadOptions } from "./session.js";
import { textArray } from "./scope.js";

/** One use of an enum or a sequence, or one object in a schema. */
export interface Use extends Dependency {
  /** In PostgreSQL's words: `function public.f(public.mood)`. */
  readonly description: string;
}

export interface Asked {
  readonly enums: readonly QualifiedName[];
  readonly sequences: readonly QualifiedName[];
  readonly schemas: readonly string[];
}

/**
 * Everything that uses the enums (or arrays of them) and sequences, and everything that the schemas
 * hold, but for what goes away by itself. One round trip.
 */
export async function readUses(
  connection: Connection,
  asked: Asked,
  options: ReadOptions,
): Promise<readonly Use[]> {
  const [rows = []] = await readInOneTrip(connection, [], [usesQuery(asked)], options);
  return rows.map((row) => {
    const { kind, schema, table, name, on_kind, on_schema, on_name, description } = row;
    const onSchema = on_schema === null ? {} : { schema: String(on_schema) };
    return {
      dependent: {
        kind: dependentKind(String(kind)),
        schema: String(schema ?? ""),
        name: String(name ?? ""),
        ...(table !== null && { table: String(table) }),
      },
      on: { kind: onKind(String(on_kind)), ...onSchema, name: String(on_name) },
      description: String(description),
    };
  });
}

const kinds = [
  "column",
  "check",
  "index",
  "policy",
  "trigger",
  "rule",
  "statistics",
  "view",
  "table",
  "sequence",
  "enum",
  "type",
] as const;

/** Functions, casts, operators and the like are all the same here. */
function dependentKind(kind: string): Dependency["dependent"]["kind"] {
  return kinds.find((one) => one === kind) ?? "function";
}

function onKind(kind: string): Dependency["on"]["kind"] {
  return kind === "enum" || kind === "sequence" ? kind : "schema";
}

function usesQuery({ enums, sequences, schemas }: Asked): string {
  return `select distinct x.on_kind, x.on_schema, x.on_name, ${dependent},
      case when ${isView} then pg_describe_object('pg_class'::regclass, t.oid, 0)
        else pg_describe_object(d.classid, d.objid, d.objsubid) end as description
    from (${enumsIn(enums)} union all ${sequencesIn(sequences)} union all ${schemasIn(schemas)}) x
    join pg_depend d on d.refclassid = x.class and d.refobjid = x.oid
      and d.deptype = 'n' and d.refobjsubid = 0
    ${joins}
    where not coalesce(t.relispartition, false)
      and not exists (select from pg_depend o where o.classid = d.classid and o.objid = d.objid
        and o.objsubid = 0 and o.deptype in ('a', 'i') and x.on_kind = 'schema'
        and o.refclassid = 'pg_class'::regclass)
      and (a.attname is null or a.attislocal)
    order by 1, 2, 3, description`;
}

function names(list: readonly QualifiedName[]): string {
  const rows = list.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`);
  return `(values ${["(null, null)", ...rows].join(", ")}) named (schema, name)`;
}

function enumsIn(list: readonly QualifiedName[]): string {
  return `select 'enum' as on_kind, n.nspname::text as on_schema, e.typname::text as on_name,
      'pg_type'::regclass as class, ty.oid
    from ${names(list)}
    join pg_namespace n on n.nspname = named.schema
    join pg_type e on e.typnamespace = n.oid and e.typname = named.name
    join pg_type ty on ty.oid in (e.oid, e.typarray)`;
}

function sequencesIn(list: readonly QualifiedName[]): string {
  return `select 'sequence', n.nspname, s.relname, 'pg_class'::regclass, s.oid
    from ${names(list)}
    join pg_namespace n on n.nspname = named.schema
    join pg_class s on s.relnamespace = n.oid and s.relname = named.name and s.relkind = 'S'`;
}

function schemasIn(list: readonly string[]): string {
  return `select 'schema', null, n.nspname, 'pg_namespace'::regclass, n.oid
    from pg_namespace n where n.nspname = any (${textArray(list)})`;
}

/** The table or view that the dependent belongs to, or is. */
const joins = `
    left join pg_attrdef ad on d.classid = 'pg_attrdef'::regclass and ad.oid = d.objid
    left join pg_constraint co on d.classid = 'pg_constraint'::regclass and co.oid = d.objid
      and co.conrelid <> 0
    left join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
    left join pg_trigger g on d.classid = 'pg_trigger'::regclass and g.oid = d.objid
    left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    left join pg_statistic_ext st on d.classid = 'pg_statistic_ext'::regclass and st.oid = d.objid
    left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
    left join pg_class ix on ix.oid = i.indexrelid
    left join pg_class t on t.oid = coalesce(ad.adrelid, co.conrelid, p.polrelid, g.tgrelid,
      r.ev_class, st.stxrelid, i.indrelid,
      case when d.classid = 'pg_class'::regclass then d.objid end) and t.relkind <> 'c'
    left join pg_attribute a on a.attrelid = t.oid and i.indexrelid is null
      and a.attnum = coalesce(ad.adnum, case when d.classid = 'pg_class'::regclass then nullif(d.objsubid, 0) end)
    left join pg_type ty on d.classid = 'pg_type'::regclass and ty.oid = d.objid
    left join pg_namespace n on n.oid = coalesce(t.relnamespace, ty.typnamespace)`;

/** A view uses something through its rule and its columns. */
const isView = `t.relkind in ('v', 'm') and i.indexrelid is null and g.oid is null
        and coalesce(r.rulename, '_RETURN') = '_RETURN'`;

const dependent = `
      case when ${isView} then 'view' when a.attname is not null then 'column' when co.oid is not null then 'check'
        when ix.oid is not null then 'index' when p.oid is not null then 'policy'
        when g.oid is not null then 'trigger' when r.rulename <> '_RETURN' then 'rule'
        when st.oid is not null then 'statistics'
        when t.relkind = 'S' then 'sequence' when t.oid is not null then 'table'
        when ty.typtype = 'e' then 'enum' when ty.oid is not null then 'type'
        else 'function' end as kind,
      n.nspname as schema,
      case when not (${isView}) and coalesce(a.attname, co.conname, ix.relname, p.polname, g.tgname, st.stxname,
        nullif(r.rulename, '_RETURN')) is not null then t.relname end as table,
      case when ${isView} then t.relname else coalesce(a.attname, co.conname, ix.relname, p.polname,
        g.tgname, st.stxname, nullif(r.rulename, '_RETURN'), t.relname, ty.typname) end as name`;
