import type { EnumType } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import type { CatalogQuery } from "../scope.js";

export interface EnumRow extends Pick<EnumType, "schema" | "name" | "values"> {
  readonly oid: number;
}

/** An enum can be without values, and then has no row in `pg_enum`. */
export const enumsQuery: CatalogQuery<EnumRow> = ({ namespace, enumeration }) =>
  `select t.oid, n.nspname as schema, t.typname as name,
      coalesce(json_agg(e.enumlabel order by e.enumsortorder) filter (where e.oid is not null), '[]')
        as values
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace and ${namespace}
    left join pg_enum e on e.enumtypid = t.oid
    where t.typtype = 'e' and ${enumeration("t.oid")}
    group by t.oid, n.nspname, t.typname
    order by n.nspname, t.typname`;

export function describeEnum(
  { oid, ...type }: EnumRow,
  { comments, attributes }: Attached,
): EnumType {
  return { ...type, ...comments.of("pg_type", oid), ...attributes.type(oid) };
}
