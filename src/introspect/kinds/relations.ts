/** Tables of any kind, views, and the rules on them. */
import { type CatalogQuery, tablesInScope } from "../scope.js";

export interface RelationRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `relkind`: table, partitioned table, foreign table, view, materialized view. */
  readonly kind: "r" | "p" | "f" | "v" | "m";
  readonly rowSecurity: boolean;
  readonly inherited: boolean;
  readonly partitions: number;
  readonly options: readonly string[] | null;
  readonly accessMethod: string | null;
  readonly tablespace: string | null;
  readonly populated: boolean;
  readonly definition: string | null;
  readonly partitionKey: string | null;
}

export const relationsQuery: CatalogQuery<RelationRow> = (scope) =>
  `select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind,
      c.relrowsecurity as "rowSecurity",
      c.oid in (select i.inhrelid from pg_inherits i) as inherited,
      coalesce(p.count, 0)::int as partitions,
      c.reloptions as options, am.amname as "accessMethod", ts.spcname as tablespace,
      c.relispopulated as populated,
      case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionKey"
    from ${tablesInScope(scope)}
    left join pg_am am on am.oid = c.relam
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join (select i.inhparent, count(*) from pg_inherits i group by i.inhparent) p
      on p.inhparent = c.oid
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition
    order by n.nspname, c.relname`;

/** A rewrite rule that somebody wrote, as opposed to the one that makes a view. */
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

/**
 * Storage parameters and the like, which the catalog keeps as `name=value`.
 *
 * @example parseOptions(["fillfactor=70"]) // { fillfactor: "70" }
 */
export function parseOptions(options: readonly string[] | null): Readonly<Record<string, string>> {
  const pairs = (options ?? []).map((option) => {
    const at = option.indexOf("=");
    return [option.slice(0, at), option.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}
