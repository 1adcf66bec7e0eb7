import type { Policy } from "../../schema/types.js";
import { type CatalogQuery, isTable, type PartRow, tablesInScope } from "../scope.js";

/** Role 0 is PUBLIC: https://www.postgresql.org/docs/current/catalog-pg-policy.html */
export const policiesQuery: CatalogQuery<PartRow<Policy>> = (scope) =>
  `select p.oid, p.polrelid as table, json_strip_nulls(json_build_object(
        'name', p.polname,
        'as', case when p.polpermissive then 'permissive' else 'restrictive' end,
        'for', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' else 'all' end,
        'to', (select json_agg(r.name order by r.name collate "C") from (
          select case k when 0 then 'public' else pg_get_userbyid(k)::text end as name
          from unnest(p.polroles) k) r),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'withCheck', pg_get_expr(p.polwithcheck, p.polrelid))) as described
    from ${tablesInScope(scope)}
    join pg_policy p on p.polrelid = c.oid
    where ${isTable}
    order by p.polrelid, p.polname`;
