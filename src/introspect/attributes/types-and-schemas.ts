import type { DefaultPrivileges } from "../../schema/attributes.js";
import type { CatalogScope } from "../scope.js";
import { type AclEntry, aclEntries, hasOwnDefaults, me } from "./privileges.js";

/** An enum that a plain `CREATE TYPE` would not give back whole. */
export interface TypeAttributesRow {
  readonly oid: number;
  readonly schema: string;
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
}

export function typeAttributesQuery({ namespace, enumeration }: CatalogScope): string {
  return `select t.oid, n.nspname as schema,
      case when t.typowner <> ${me} then pg_get_userbyid(t.typowner) end as owner,
      ${aclEntries("coalesce(t.typacl, acldefault('T', t.typowner))", "t.typowner")} as acl
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace and ${namespace}
    where t.typtype = 'e' and ${enumeration("t.oid")}
      and (t.typacl is not null or t.typowner <> ${me} or ${hasOwnDefaults})`;
}

/** A schema that a plain `CREATE SCHEMA` would not give back whole. */
export interface NamespaceAttributesRow {
  readonly oid: number;
  readonly schema: string;
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
  /** For what is created in the schema. */
  readonly defaults:
    | readonly {
        readonly role: string;
        readonly on: DefaultPrivileges["on"];
        readonly acl: readonly AclEntry[] | null;
      }[]
    | null;
  readonly publications: readonly string[] | null;
}

export function namespaceAttributesQuery({ namespace, serverVersion }: CatalogScope): string {
  const publications =
    serverVersion >= 150000
      ? `(select json_agg(p.pubname order by p.pubname) from pg_publication_namespace pn
          join pg_publication p on p.oid = pn.pnpubid where pn.pnnspid = n.oid)`
      : "null::json";
  return `select n.oid, n.nspname as schema,
      case when n.nspowner <> ${me} then pg_get_userbyid(n.nspowner) end as owner,
      ${aclEntries("coalesce(n.nspacl, acldefault('n', n.nspowner))", "n.nspowner")} as acl,
      (select json_agg(json_build_object('role', pg_get_userbyid(d.defaclrole),
            'on', case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES'
              when 'f' then 'FUNCTIONS' when 'T' then 'TYPES' else 'SCHEMAS' end,
            'acl', ${aclEntries("d.defaclacl", "d.defaclrole")})
          order by d.oid)
        from pg_default_acl d where d.defaclnamespace = n.oid) as defaults,
      ${publications} as publications
    from pg_namespace n
    where ${namespace}`;
}
