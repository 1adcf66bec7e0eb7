import type { Role } from "../schema/types.js";
import type { CatalogScope } from "./catalog.js";
import { textArray } from "./scope.js";

export interface RoleRow extends Role {
  readonly oid: number;
  /** Named by the scope, as opposed to a policy. */
  readonly asked: boolean;
}

/** `pg_roles`, because `pg_authid` is for superusers. */
export function rolesQuery({ roles }: CatalogScope): string {
  const asked = `r.rolname = any (${textArray(roles)})`;
  return `select r.oid, r.rolname as name, ${asked} as asked, r.rolcreatedb as "createDb",
      r.rolcreaterole as "createRole", r.rolinherit as inherit
    from pg_roles r
    where ${asked} or r.oid in (select unnest(p.polroles) from pg_policy p)
    order by r.rolname`;
}

export function describeRole({ name, createDb, createRole, inherit }: RoleRow): Role {
  return { name, createDb, createRole, inherit };
}
