import type { PrivilegeChange } from "../../schema/attributes.js";
import { type CatalogQuery, groupedBy } from "../scope.js";

/** One privilege of one role, as a row of `aclexplode`. */
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

/** The OID of the current role, as an SQL expression. */
export const me = "quote_ident(current_user)::regrole::oid";

/** The role with this OID, unless it is the current role. */
export const ownerUnlessMe = (owner: string): string =>
  `case when ${owner} <> ${me} then pg_get_userbyid(${owner}) end`;

/** What the privileges of an object are derived from. */
export interface OwnedRow {
  readonly schema: string;
  /** Absent if it is the current role. */
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
}

/** `pg_default_acl.defaclobjtype`, for the kinds of object that are described. */
export type PrivilegedKind = "r" | "S" | "T" | "n";

export interface DefaultPrivilegesRow {
  readonly kind: PrivilegedKind;
  /** `null`: in every schema. */
  readonly schema: string | null;
  readonly entries: readonly AclEntry[] | null;
}

/** The privileges of a new object of this role, by PostgreSQL's defaults and the role's. */
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

/** An SQL condition: whether this role has default privileges of its own. */
export const hasOwnDefaults = `exists (select from pg_default_acl d where d.defaclrole = ${me})`;

/** The changes that give an object, recreated by `owner`, the privileges of `actual`. */
export function privilegeChanges(
  byDefault: readonly AclEntry[],
  actual: readonly AclEntry[],
  owner: string | null,
): readonly PrivilegeChange[] | undefined {
  // A new owner gets the privileges that the role had by default.
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

/** Says "owner" instead of the name, because the owner depends on when one looks. */
function identity({ grantee, toOwner, privilege, byOwner, grantor }: AclEntry): string {
  return JSON.stringify([toOwner ? true : grantee, privilege, byOwner ? true : grantor]);
}

interface Group {
  readonly first: AclEntry;
  readonly privileges: readonly string[];
}

/** Groups changes into statements. The owner's grants come first: others may depend on them. */
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
