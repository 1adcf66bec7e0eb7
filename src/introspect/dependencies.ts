import { defined } from "../defined.js";
import { nameKey } from "../schema/identifiers.js";
import type { Dependency, Dependent, QualifiedName, SchemaObject } from "../schema/types.js";
import { dependentColumns, dependentJoins } from "./dependents.js";
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
