import type { Extension } from "../../schema/types.js";
import type { CatalogQuery } from "../scope.js";

/** All extensions of the database, except the language that every database has. */
export const extensionsQuery: CatalogQuery<Extension> = () =>
  `select e.extname as name, n.nspname as schema
    from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace
    where e.extname <> 'plpgsql'
    order by e.extname`;
