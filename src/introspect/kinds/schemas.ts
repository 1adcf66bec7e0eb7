import { attributed, type DefaultPrivileges } from "../../schema/attributes.js";
import type { Namespace } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import {
  type AclEntry,
  aclEntries,
  type OwnedRow,
  ownerUnlessMe,
  privilegeChanges,
} from "../attributes/privileges.js";
import type { CatalogQuery } from "../scope.js";

export interface NamespaceRow extends OwnedRow {
  readonly oid: number;
  readonly name: string;
  /** The default privileges of new objects in the schema. */
  readonly defaults:
    | readonly (Pick<DefaultPrivileges, "role" | "on"> & {
        readonly acl: readonly AclEntry[] | null;
      })[]
    | null;
  readonly publications: readonly string[] | null;
}

export const namespacesQuery: CatalogQuery<NamespaceRow> = ({ namespace, serverVersion }) => {
  const publications = `(select json_agg(p.pubname order by p.pubname)
        from pg_publication_namespace pn join pg_publication p on p.oid = pn.pnpubid
        where pn.pnnspid = n.oid)`;
  return `select n.oid, n.nspname as name, n.nspname as schema,
      ${ownerUnlessMe("n.nspowner")} as owner,
      ${aclEntries("coalesce(n.nspacl, acldefault('n', n.nspowner))", "n.nspowner")} as acl,
      (select json_agg(json_build_object('role', pg_get_userbyid(d.defaclrole),
            'on', case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES'
              when 'f' then 'FUNCTIONS' when 'T' then 'TYPES' else 'SCHEMAS' end,
            'acl', ${aclEntries("d.defaclacl", "d.defaclrole")})
          order by d.oid)
        from pg_default_acl d where d.defaclnamespace = n.oid) as defaults,
      ${serverVersion >= 150000 ? publications : "null::json"} as publications
    from pg_namespace n where ${namespace} order by n.nspname`;
};

export function describeNamespace(row: NamespaceRow, attached: Attached): Namespace {
  const { oid, name, defaults, publications } = row;
  const comment = attached.to("pg_namespace", oid);
  // `public` is never dropped, and its attributes differ between databases. PostgreSQL itself sets
  // this comment when it creates a database.
  if (name === "public")
    return comment.comment === "standard public schema" ? { name } : { name, ...comment };
  const defaultPrivileges = defaults?.map(({ role, on, acl }) => {
    const changes = privilegeChanges([], acl ?? [], role) ?? [];
    return { role, on, grants: changes.filter(({ action }) => action === "grant") };
  });
  const given = attributed({
    ...attached.ownership("n", row),
    defaultPrivileges,
    publications: publications ?? undefined,
  });
  return { name, ...comment, ...given };
}
