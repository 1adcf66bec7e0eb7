import type { PrivilegeChange } from "../../schema/attributes.js";
import { type CatalogQuery, groupedBy } from "../scope.js";

/** One right of one role, as `aclexplode` tells it. */
export interface AclEntry {
  /** `null` is PUBLIC. */
  readonly grantee: string | null;
  readonly grantor: string;
  /** Whether the grantee, and the grantor, is the object's owner. */
  readonly toOwner: boolean;
  readonly byOwner: boolean;
  readonly privilege: string;
  readonly grantable: boolean;
}

/** `aclexplode` of a list as JSON; `owner` is the owner's OID. Both are SQL expressions. */
export function aclEntries(list: string, owner: string): string {
  return `(select json_agg(json_build_object(
        'grantee', case when x.grantee <> 0 then pg_get_userbyid(x.grantee) end,
        'grantor', pg_get_userbyid(x.grantor),
        'toOwner', x.grantee = ${owner}, 'byOwner', x.grantor = ${owner},
        'privilege', x.privilege_type, 'grantable', x.is_grantable))
      from aclexplode(${list}) x)`;
}

/** The OID of the role that looks, as an SQL expression. */
export const me = "quote_ident(current_user)::regrole::oid";

/** The OID's role, if it is not the one that looks. */
export const ownerUnlessMe = (owner: string): string =>
  `case when ${owner} <> ${me} then pg_get_userbyid(${owner}) end`;

/** What the rights of an object follow from. */
export interface OwnedRow {
  readonly schema: string;
  /** If it is not the role that looks. */
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
}

/** `pg_default_acl.defaclobjtype`, as far as it concerns anything here. */
export type PrivilegedKind = "r" | "S" | "T" | "n";

export interface DefaultPrivilegesRow {
  readonly kind: PrivilegedKind;
  /** `null`: in every schema. */
  readonly schema: string | null;
  readonly entries: readonly AclEntry[] | null;
}

/** What an object has that this role makes: by PostgreSQL's own rule, and by the role's. */
export const defaultPrivilegesQuery: CatalogQuery<DefaultPrivilegesRow> = () =>
  `select k.kind, null as schema,
      ${aclEntries(
        `coalesce(
          (select d.defaclacl from pg_default_acl d where d.defaclrole = ${me}
            and d.defaclnamespace = 0 and d.defaclobjtype::text = k.kind),
          acldefault(case k.kind when 'S' then 's' else k.kind::"char" end, ${me}))`,
        me,
      )} as entries
    from unnest(array['r', 'S', 'T', 'n']) k (kind)
    union all
    select d.defaclobjtype::text, n.nspname, ${aclEntries("d.defaclacl", me)}
    from pg_default_acl d
    join pg_namespace n on n.oid = d.defaclnamespace
    where d.defaclrole = ${me}`;

/** Whether this role has default privileges of its own, as an SQL condition. */
export const hasOwnDefaults = `exists (select from pg_default_acl d where d.defaclrole = ${me})`;

/** What makes `actual` of the rights that the object, recreated by `owner`, has by default. */
export function privilegeChanges(
  byDefault: readonly AclEntry[],
  actual: readonly AclEntry[],
  owner: string | null,
): readonly PrivilegeChange[] | undefined {
  // What a role gets by default becomes the owner's own when it is made the owner.
  const expected = byDefault.map((entry) =>
    owner !== null && entry.grantee === owner ? { ...entry, toOwner: true } : entry,
  );
  const has = (entries: readonly AclEntry[], entry: AclEntry): AclEntry | undefined =>
    entries.find((other) => identity(other) === identity(entry));
  const changes = (
    action: PrivilegeChange["action"],
    entries: readonly AclEntry[],
  ): readonly PrivilegeChange[] =>
    grouped(entries).map(({ first, privileges }) => ({
      action,
      privileges,
      role: first.toOwner && owner !== null ? owner : first.grantee,
      ...(action === "grant" && first.grantable && { withGrantOption: true }),
      ...(action === "grant" && !first.byOwner && { grantor: first.grantor }),
    }));
  const all = [
    ...changes(
      "revoke",
      expected.filter((entry) => has(actual, entry) === undefined),
    ),
    ...changes(
      "revokeGrantOption",
      expected.filter((entry) => entry.grantable && has(actual, entry)?.grantable === false),
    ),
    ...changes(
      "grant",
      actual.filter((entry) => {
        const found = has(expected, entry);
        return found === undefined || (entry.grantable && !found.grantable);
      }),
    ),
  ];
  return all.length === 0 ? undefined : all;
}

/** Who is the owner depends on when one looks, so the owner is only called that. */
function identity({ grantee, toOwner, privilege, byOwner, grantor }: AclEntry): string {
  return JSON.stringify([toOwner ? true : grantee, privilege, byOwner ? true : grantor]);
}

interface Group {
  readonly first: AclEntry;
  readonly privileges: readonly string[];
}

/** What one statement can say; the owner's grants come first, because others may rest on them. */
function grouped(entries: readonly AclEntry[]): readonly Group[] {
  const name = ({ grantee }: AclEntry): string => grantee ?? "";
  const sorted = entries.toSorted((a, b) => {
    if (!a.byOwner || !b.byOwner) return Number(b.byOwner) - Number(a.byOwner);
    return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0;
  });
  const groups = groupedBy(sorted, (entry) =>
    JSON.stringify([entry.grantee, entry.byOwner || entry.grantor, entry.grantable]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const privileges = group.map(({ privilege }) => privilege).sort();
    return first === undefined ? [] : [{ first, privileges }];
  });
}
