import { defined } from "../defined.js";
import { nameKey } from "../schema/identifiers.js";
import type { Dependency, Dependent, SchemaObject } from "../schema/object-ref.js";
import type { QualifiedName } from "../schema/types.js";
import type { CatalogQuery } from "./scope.js";

export interface DependencyRow {
  readonly kind: Dependent["kind"];
  readonly schema: string;
  readonly table: string | null;
  readonly name: string;
  readonly onKind: SchemaObject["kind"];
  readonly onSchema: string | null;
  readonly onTable: string | null;
  readonly onName: string;
}

/**
 * What makes PostgreSQL refuse to alter or drop an object in scope, whatever schema it stands in
 * itself. Automatic dependencies go away with what they depend on and are left out, but for
 * generated columns, whose edges were of that kind before PostgreSQL 15. A partition follows the
 * table that it is a part of. What uses the type of a table's rows stands on the table.
 *
 * The edges are chosen before anything is joined (`offset` keeps the planner from doing it the other
 * way).
 */
export const dependenciesQuery: CatalogQuery<DependencyRow> = ({ namespace, relation }) =>
  `select * from (select distinct ${dependentColumns}, ${referencedColumns}
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
 * An index that belongs to a key is named as the key, which is what one would drop. The key's
 * table is named too, because there is an index on `conrelid` and none on `conindid`.
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

export function describeDependency(row: DependencyRow): Dependency {
  const { kind, schema, name, table, onKind, onSchema, onName, onTable } = row;
  return {
    dependent: defined({ kind, schema, name, table: table ?? undefined }),
    on: defined({
      kind: onKind,
      schema: onSchema ?? undefined,
      name: onName,
      table: onTable ?? undefined,
    }),
  };
}

/** The tables and views that each view reads, by the view. */
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
  return new Map([...sources].map(([view, names]) => [view, [...names.values()]]));
}

function relationName(object: SchemaObject): QualifiedName | undefined {
  const { kind, schema = "", table = "", name } = object;
  if (kind === "column") return { schema, name: table };
  const isRelation = kind === "table" || kind === "view" || kind === "materializedView";
  return isRelation ? { schema, name } : undefined;
}

/**
 * What stands on something according to `d`, a row of `pg_depend`: its kind and its names.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */

/**
 * The dependent, the table or view `t` that it belongs to or is, and its schema `tn`. A view depends
 * through its rule and its columns, a default and a generated column through `pg_attrdef`.
 */
export const dependentJoins = `
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

export const isView = `t.relkind in ('v', 'm') and i.indexrelid is null and g.oid is null
        and coalesce(r.rulename, '_RETURN') = '_RETURN'`;

/** The name of what belongs to a table or view. */
const part = `coalesce(case when t.relkind <> 'c' then a.attname end, co.conname, ix.relname,
        p.polname, g.tgname, st.stxname, nullif(r.rulename, '_RETURN'))`;

export const dependentColumns = `
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
