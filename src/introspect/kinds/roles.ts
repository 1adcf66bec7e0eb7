import type { Role } from "../../schema/types.js";
import type { CatalogQuery } from "../scope.js";

/** All of the cluster's: it is not known yet which matter. `pg_authid` is for superusers. */
export const rolesQuery: CatalogQuery<Role> = () =>
  `select r.rolname as name, r.rolcreatedb as "createDb",
      r.rolcreaterole as "createRole", r.rolinherit as inherit
    from pg_roles r
    order by r.rolname`;
