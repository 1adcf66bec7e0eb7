/** Tables of any kind, views, and the rules on them. */
import type { Attributes } from "../../schema/attributes.js";
import type { View } from "../../schema/types.js";
import {
  aclEntries,
  hasOwnDefaults,
  me,
  type OwnedRow,
  ownerUnlessMe,
} from "../attributes/privileges.js";
import { type CatalogQuery, optionsObject, tablesInScope } from "../scope.js";

export interface RelationRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `relkind`: table, partitioned table, foreign table, view, materialized view. */
  readonly kind: "r" | "p" | "f" | "v" | "m";
  readonly rowSecurity: boolean;
  readonly inherited: boolean;
  readonly partitions: number;
  readonly partitionKey: string | null;
  readonly view: Omit<View, "schema" | "name" | "dependsOn"> | null;
}

export const relationsQuery: CatalogQuery<RelationRow> = (scope) =>
  `select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind,
      c.relrowsecurity as "rowSecurity",
      c.oid in (select i.inhrelid from pg_inherits i) as inherited,
      coalesce(p.count, 0)::int as partitions,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
      case when c.relkind in ('v', 'm') then json_strip_nulls(json_build_object(
        'materialized', c.relkind = 'm', 'definition', pg_get_viewdef(c.oid),
        'with', coalesce(${optionsObject("c.reloptions")}, '{}'),
        'using', case when am.amname <> 'heap' then am.amname end, 'tablespace', ts.spcname,
        'withNoData', nullif(not c.relispopulated, false))) end as view
    from ${tablesInScope(scope)}
    left join pg_am am on am.oid = c.relam
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join (select i.inhparent, count(*) from pg_inherits i group by i.inhparent) p
      on p.inhparent = c.oid
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition
    order by n.nspname, c.relname`;

/** A view's query, which PostgreSQL prints with a leading space and a trailing semicolon. */
export function printedQuery(definition: string): string {
  return definition.trim().replace(/;$/, "");
}

/** A rule of the user, not the one that implements a view. */
export interface RuleRow {
  readonly table: number;
  readonly name: string;
}

export const rulesQuery: CatalogQuery<RuleRow> = (scope) =>
  `select r.ev_class as table, r.rulename as name
    from ${tablesInScope(scope)}
    join pg_rewrite r on r.ev_class = c.oid
    where r.rulename <> '_RETURN'
    order by r.rulename`;

/** A table, view or sequence with attributes that a plain `CREATE` lacks. */
export interface RelationAttributesRow extends OwnedRow {
  readonly oid: number;
  readonly kind: "r" | "v" | "m" | "S";
  readonly attributes: Attributes;
}

/**
 * An owned sequence has its table's owner and persistence. Since PostgreSQL 15, an access method
 * and a sequence's persistence can be changed.
 */
export const relationAttributesQuery: CatalogQuery<RelationAttributesRow> = (scope) => {
  const { namespace, relation, sequence, serverVersion } = scope;
  const canChange = String(serverVersion >= 150000);
  return `select c.oid, c.relkind as kind, n.nspname as schema,
      json_strip_nulls(json_build_object(
        'accessMethod', case when ${canChange} and c.relkind = 'r' and am.amname <> 'heap'
          then am.amname end,
        'unlogged', nullif(c.relpersistence = 'u' and not o.owned
          and (c.relkind = 'r' or c.relkind = 'S' and ${canChange}), false),
        'tablespace', case when c.relkind = 'r' then ts.spcname end,
        'options', ${optionsObject("case when c.relkind = 'r' then c.reloptions end", "t.reloptions")},
        'forceRowSecurity', nullif(c.relforcerowsecurity, false),
        'replicaIdentity', case when c.relkind = 'r'
          then case c.relreplident when 'f' then 'full' when 'n' then 'nothing' end end,
        'owner', case when c.relowner <> ${me} and not o.owned
          then pg_get_userbyid(c.relowner) end)) as attributes,
      ${ownerUnlessMe("c.relowner")} as owner,
      ${aclEntries(
        `coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))`,
        "c.relowner",
      )} as acl
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and ${namespace}
    cross join lateral (select c.relkind = 'S' and exists (select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refobjsubid > 0
          and d.deptype in ('a', 'i')) as owned) o
    left join pg_class t on t.oid = c.reltoastrelid and t.reloptions is not null
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join pg_am am on am.oid = c.relam
    where c.relkind in ('r', 'v', 'm', 'S') and not c.relispartition
      and case when c.relkind = 'S' then ${sequence("c.oid")} else ${relation("c.oid")} end
      and (c.relacl is not null or c.relowner <> ${me} or ${hasOwnDefaults}
        or c.relkind = 'r' and (c.reloptions is not null or t.oid is not null
          or c.relforcerowsecurity or c.relreplident in ('f', 'n') or c.reltablespace <> 0
          or am.amname <> 'heap')
        or c.relpersistence = 'u')`;
};
