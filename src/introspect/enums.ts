import type { EnumType } from "../schema/types.js";
import type { CatalogScope } from "./catalog.js";
import type { Comments } from "./comments.js";
import type { Restores } from "./restore/restores.js";

export interface EnumRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
}

/** An enum can be without values, and then has no row in `pg_enum`. */
export function enumsQuery({ namespace, enumeration }: CatalogScope): string {
  return `select t.oid, n.nspname as schema, t.typname as name,
      coalesce(json_agg(e.enumlabel order by e.enumsortorder) filter (where e.oid is not null), '[]')
        as values
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace and ${namespace}
    left join pg_enum e on e.enumtypid = t.oid
    where t.typtype = 'e' and ${enumeration("t.oid")}
    group by t.oid, n.nspname, t.typname
    order by n.nspname, t.typname`;
}

export function describeEnum(row: EnumRow, comments: Comments, restores: Restores): EnumType {
  const { oid, schema, name, values } = row;
  return { schema, name, values, ...comments.of("pg_type", oid), ...restores.type(oid) };
}
