import { quoteIdentifier, quoteName } from "../../schema/identifiers.js";
import type { CatalogScope } from "../scope.js";
import {
  aclEntries,
  hasOwnDefaults,
  me,
  privilegeStatements,
  type AclEntry,
  type ExpectedPrivileges,
} from "./privileges.js";

/** An enum that a plain `CREATE TYPE` would not give back whole. */
export interface TypeAttributesRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
}

export function typeAttributesQuery({ namespace, enumeration }: CatalogScope): string {
  return `select t.oid, n.nspname as schema, t.typname as name,
      case when t.typowner <> ${me} then pg_get_userbyid(t.typowner) end as owner,
      ${aclEntries("coalesce(t.typacl, acldefault('T', t.typowner))", "t.typowner")} as acl
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace and ${namespace}
    where t.typtype = 'e' and ${enumeration("t.oid")}
      and (t.typacl is not null or t.typowner <> ${me} or ${hasOwnDefaults})`;
}

export function typeStatements(
  row: TypeAttributesRow,
  expected: ExpectedPrivileges,
): readonly string[] {
  const name = quoteName(row);
  return [
    ...(row.owner === null ? [] : [`ALTER TYPE ${name} OWNER TO ${quoteIdentifier(row.owner)}`]),
    ...privilegeStatements(expected("T", row.schema), row.acl ?? [], row.owner, `TYPE ${name}`),
  ];
}

/** A schema that a plain `CREATE SCHEMA` would not give back whole. */
export interface NamespaceAttributesRow {
  readonly oid: number;
  readonly name: string;
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
  /** `ALTER DEFAULT PRIVILEGES` for what is made in the schema. */
  readonly defaults:
    | readonly {
        readonly role: string;
        readonly kind: keyof typeof defaultWords;
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
  return `select n.oid, n.nspname as name,
      case when n.nspowner <> ${me} then pg_get_userbyid(n.nspowner) end as owner,
      ${aclEntries("coalesce(n.nspacl, acldefault('n', n.nspowner))", "n.nspowner")} as acl,
      (select json_agg(json_build_object('role', pg_get_userbyid(d.defaclrole),
            'kind', d.defaclobjtype, 'acl', ${aclEntries("d.defaclacl", "d.defaclrole")})
          order by d.oid)
        from pg_default_acl d where d.defaclnamespace = n.oid) as defaults,
      ${publications} as publications
    from pg_namespace n
    where ${namespace}`;
}

export function namespaceStatements(
  row: NamespaceAttributesRow,
  expected: ExpectedPrivileges,
): readonly string[] {
  const name = quoteIdentifier(row.name);
  return [
    ...(row.owner === null ? [] : [`ALTER SCHEMA ${name} OWNER TO ${quoteIdentifier(row.owner)}`]),
    ...privilegeStatements(expected("n", row.name), row.acl ?? [], row.owner, `SCHEMA ${name}`),
    ...(row.defaults ?? []).flatMap(({ role, kind, acl }) =>
      privilegeStatements([], acl ?? [], role, defaultWords[kind])
        .filter((statement) => statement.startsWith("GRANT "))
        .map(
          (statement) =>
            `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(role)} IN SCHEMA ${name} ${statement}`,
        ),
    ),
    ...(row.publications ?? []).map(
      (publication) =>
        `ALTER PUBLICATION ${quoteIdentifier(publication)} ADD TABLES IN SCHEMA ${name}`,
    ),
  ];
}

const defaultWords = {
  r: "TABLES",
  S: "SEQUENCES",
  f: "FUNCTIONS",
  T: "TYPES",
  n: "SCHEMAS",
} as const;
