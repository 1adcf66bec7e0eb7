import type { Role } from "../schema/types.js";

export interface RoleRow extends Role {
  readonly oid: number;
}

/**
 * All of the cluster's: which of them are looked for is not known yet when the catalog is read.
 * `pg_roles`, because `pg_authid` is for superusers.
 */
export function rolesQuery(): string {
  return `select r.oid, r.rolname as name, r.rolcreatedb as "createDb",
      r.rolcreaterole as "createRole", r.rolinherit as inherit
    from pg_roles r
    order by r.rolname`;
}

export function describeRole({ name, createDb, createRole, inherit }: RoleRow): Role {
  return { name, createDb, createRole, inherit };
}
