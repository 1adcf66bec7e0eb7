import { attributed } from "../../schema/attributes.js";
import type { EnumType } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import { aclEntries, type OwnedRow, ownerUnlessMe } from "../attributes/privileges.js";
import type { CatalogQuery } from "../scope.js";

export interface EnumRow extends Pick<EnumType, "name" | "values">, OwnedRow {
  readonly oid: number;
}

/** An enum without values has no row in `pg_enum`. */
export const enumsQuery: CatalogQuery<EnumRow> = ({ namespace, enumeration }) =>
  `select t.oid, n.nspname as schema, t.typname as name,
      coalesce((select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e
        where e.enumtypid = t.oid), '[]') as values,
      ${ownerUnlessMe("t.typowner")} as owner,
      ${aclEntries("coalesce(t.typacl, acldefault('T', t.typowner))", "t.typowner")} as acl
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace and ${namespace}
    where t.typtype = 'e' and ${enumeration("t.oid")}
    order by n.nspname, t.typname`;

export function describeEnum(row: EnumRow, attached: Attached): EnumType {
  const { oid, schema, name, values } = row;
  const ownership = attributed(attached.ownership("T", row));
  return { schema, name, values, ...attached.to("pg_type", oid), ...ownership };
}
