import type { Connection } from "../database/connection.js";
import { nameKey, quoteLiteral } from "../schema/identifiers.js";
import type { Dependency, SchemaObject } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import { type CatalogQuery, textArray } from "./scope.js";
import { readInOneTrip, type ReadOptions } from "./session.js";

/**
 * What makes PostgreSQL refuse to alter or drop an object in scope. Objects with an automatic
 * dependency are dropped with what they depend on, except generated columns, whose dependencies
 * were automatic before PostgreSQL 15. What uses a table's row type depends on the table. `offset`
 * stops the planner from joining before the edges are chosen.
 */
export const dependenciesQuery: CatalogQuery<Dependency> = ({ namespace, relation }) =>
  `select ${dependency()} from (select distinct ${dependentColumns}, ${referencedColumns}
    from (select * from pg_depend d
      where (d.deptype = 'n' or d.deptype = 'a' and d.classid = 'pg_class'::regclass
          and d.objid = d.refobjid and d.objsubid > 0 and d.refobjsubid > 0)
        and d.refclassid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass)
        and d.refobjid >= 16384 and ${relation("d.refobjid")}
      offset 0) d
    ${dependentJoins}
    ${referencedJoins(namespace)}
    where coalesce(r.ev_class, 0) <> d.refobjid and coalesce(co.conparentid, 0) = 0
      and coalesce(dt.typtype, 'd') in ('d', 'r') and (a.attname is null or not t.relispartition)
    ) x
    where kind in ('type', 'policy', 'trigger', 'foreignKey', 'function', 'rule',
        'materializedView', 'view', 'column') and name <> ''
    order by schema, "table", name, "onSchema", "onTable", "onName"`;

const dependency = (kind = "kind"): string => `
      ${reference(kind, "schema", "name", '"table"')} as dependent,
      ${reference('"onKind"', '"onSchema"', '"onName"', '"onTable"')} as "on"`;

/** Not `json_strip_nulls`, which would double the cost. */
function reference(kind: string, schema: string, name: string, table: string): string {
  const object = `'kind', ${kind}, 'name', ${name}`;
  return `case when ${schema} is null then json_build_object(${object})
        when ${table} is null then json_build_object(${object}, 'schema', ${schema})
        else json_build_object(${object}, 'schema', ${schema}, 'table', ${table}) end`;
}

const referencedColumns = `
      case when d.refobjsubid > 0 then 'column'
        when e.oid is not null then 'enum'
        when k.contype = 'p' then 'primaryKey'
        when k.contype = 'u' then 'uniqueConstraint'
        when rc.relkind = 'S' then 'sequence'
        when rc.relkind = 'i' then 'index'
        when rc.relkind = 'v' then 'view'
        when rc.relkind = 'm' then 'materializedView'
        else 'table' end as "onKind",
      n.nspname as "onSchema",
      case when d.refobjsubid > 0 then rc.relname else kt.relname end as "onTable",
      coalesce(ra.attname, e.typname, k.conname, rc.relname) as "onName"`;

/**
 * The index of a key is named as the key, because that is what is dropped. The key's table is part
 * of the condition so that the index on `conrelid` can be used; there is none on `conindid`.
 */
function referencedJoins(namespace: string): string {
  return `
    left join pg_type ty on d.refclassid = 'pg_type'::regclass and ty.oid = d.refobjid
    left join pg_type el on el.oid = case when ty.typcategory = 'A' then ty.typelem else ty.oid end
    left join pg_class rc on rc.oid = case when d.refclassid = 'pg_class'::regclass then d.refobjid
        else nullif(el.typrelid, 0) end
      and rc.relkind <> 'c'
    left join pg_attribute ra on d.refclassid = 'pg_class'::regclass
      and ra.attrelid = d.refobjid and ra.attnum = d.refobjsubid and d.refobjsubid > 0
    left join pg_index x on x.indexrelid = case when rc.relkind in ('i', 'I') then rc.oid end
    left join pg_constraint owner on owner.conrelid = x.indrelid
      and owner.conindid = x.indexrelid and owner.contype in ('p', 'u')
    left join pg_constraint k on k.contype in ('p', 'u') and k.oid = coalesce(
        case when d.refclassid = 'pg_constraint'::regclass then d.refobjid end, owner.oid)
    left join pg_class kt on kt.oid = coalesce(k.conrelid, x.indrelid)
    left join pg_type e on e.oid = case when el.typtype = 'e' then el.oid end
    join pg_namespace n
      on n.oid = coalesce(e.typnamespace, k.connamespace, rc.relnamespace) and ${namespace}`;
}

/** The tables and views that each view reads. */
export function viewSources(
  dependencies: readonly Dependency[],
): ReadonlyMap<string, readonly QualifiedName[]> {
  const sources = new Map<string, Map<string, QualifiedName>>();
  for (const { dependent, on } of dependencies) {
    if (dependent.kind !== "view" && dependent.kind !== "materializedView") continue;
    const name = relationName(on);
    if (name === undefined) continue;
    const key = nameKey({ schema: dependent.schema ?? "", name: dependent.name });
    const known = sources.get(key) ?? new Map<string, QualifiedName>();
    sources.set(key, known.set(nameKey(name), name));
  }
  return new Map([...sources].map(([view, read]) => [view, [...read.values()]]));
}

function relationName(object: SchemaObject): QualifiedName | undefined {
  const { kind, schema = "", table = "", name } = object;
  if (kind === "column") return { schema, name: table };
  const isRelation = kind === "table" || kind === "view" || kind === "materializedView";
  return isRelation ? { schema, name } : undefined;
}

/**
 * The kind and names of the dependent in `d`, a row of `pg_depend`.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */

/**
 * The dependent, the table or view `t` that it is or belongs to, and its schema `tn`. A view
 * depends through its rule, a default through `pg_attrdef`.
 */
const dependentJoins = `
    left join pg_attrdef ad on d.classid = 'pg_attrdef'::regclass and ad.oid = d.objid
    left join pg_constraint co on d.classid = 'pg_constraint'::regclass and co.oid = d.objid
      and co.conrelid <> 0
    left join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
    left join pg_trigger g on d.classid = 'pg_trigger'::regclass and g.oid = d.objid
      and not g.tgisinternal
    left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    left join pg_statistic_ext st on d.classid = 'pg_statistic_ext'::regclass and st.oid = d.objid
    left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
    left join pg_class ix on ix.oid = i.indexrelid
    left join pg_proc f on d.classid = 'pg_proc'::regclass and f.oid = d.objid
    left join pg_type dt on d.classid = 'pg_type'::regclass and dt.oid = d.objid
    left join pg_class t on t.oid = coalesce(ad.adrelid, co.conrelid, p.polrelid, g.tgrelid,
      r.ev_class, st.stxrelid, i.indrelid,
      case when d.classid = 'pg_class'::regclass then d.objid end)
    left join pg_attribute a on a.attrelid = t.oid and i.indexrelid is null
      and a.attnum = coalesce(ad.adnum, case when d.classid = 'pg_class'::regclass then nullif(d.objsubid, 0) end)
    left join pg_namespace tn on tn.oid = coalesce(t.relnamespace, f.pronamespace, dt.typnamespace)`;

const isView = `t.relkind in ('v', 'm') and i.indexrelid is null and g.oid is null
        and coalesce(r.rulename, '_RETURN') = '_RETURN'`;

const part = `coalesce(case when t.relkind <> 'c' then a.attname end, co.conname, ix.relname,
        p.polname, g.tgname, st.stxname, nullif(r.rulename, '_RETURN'))`;

const dependentColumns = `
      case when ${isView} then case t.relkind when 'm' then 'materializedView' else 'view' end
        when t.relkind = 'c' then 'type' when a.attname is not null then 'column'
        when co.contype = 'f' then 'foreignKey' when co.oid is not null then 'check'
        when ix.oid is not null then 'index' when p.oid is not null then 'policy'
        when g.oid is not null then 'trigger' when r.oid is not null then 'rule'
        when st.oid is not null then 'statistics' when t.relkind = 'S' then 'sequence'
        when t.oid is not null then 'table' when dt.typtype = 'e' then 'enum'
        when dt.oid is not null then 'type' else 'function' end as kind,
      coalesce(tn.nspname, '') as schema,
      case when not (${isView}) and ${part} is not null then t.relname end as table,
      coalesce(case when ${isView} then t.relname end, ${part}, t.relname, f.proname, dt.typname, '')
        as name`;

/** A use of an enum or sequence, or an object in a schema. */
export interface Use extends Dependency {
  /** As PostgreSQL names it: `function public.f(public.mood)`. */
  readonly description: string;
}

interface Asked {
  readonly enums: readonly QualifiedName[];
  readonly sequences: readonly QualifiedName[];
  readonly schemas: readonly string[];
}

/** The uses of the enums and sequences, and the contents of the schemas, in one round trip. */
export async function readUses(
  connection: Connection,
  asked: Asked,
  options: ReadOptions,
): Promise<readonly Use[]> {
  const [rows = []] = await readInOneTrip(connection, [], [usesQuery(asked)], options);
  // The compiler does not know what a query selects.
  return rows as unknown as readonly Use[];
}

function usesQuery({ enums, sequences, schemas }: Asked): string {
  const kind = "case kind when 'materializedView' then 'view' else kind end";
  return `select ${dependency(kind)}, description from (select distinct x."onKind", x."onSchema",
      null as "onTable", x."onName", ${dependentColumns},
      case when ${isView} then pg_describe_object('pg_class'::regclass, t.oid, 0)
        else pg_describe_object(d.classid, d.objid, d.objsubid) end as description
    from (${enumsIn(enums)} union all ${sequencesIn(sequences)} union all ${schemasIn(schemas)}) x
    join pg_depend d on d.refclassid = x.class and d.refobjid = x.oid
      and d.deptype = 'n' and d.refobjsubid = 0
    ${dependentJoins}
    where not coalesce(t.relispartition, false)
      and not exists (select from pg_depend o where o.classid = d.classid and o.objid = d.objid
        and o.objsubid = 0 and o.deptype in ('a', 'i') and x."onKind" = 'schema'
        and o.refclassid = 'pg_class'::regclass)
      and (a.attname is null or a.attislocal)) uses
    order by "onKind", "onSchema", "onName", description`;
}

function names(list: readonly QualifiedName[]): string {
  const rows = list.map(({ schema, name }) => `(${quoteLiteral(schema)}, ${quoteLiteral(name)})`);
  return `(values ${["(null, null)", ...rows].join(", ")}) named (schema, name)`;
}

function enumsIn(list: readonly QualifiedName[]): string {
  return `select 'enum' as "onKind", n.nspname::text as "onSchema", e.typname::text as "onName",
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
