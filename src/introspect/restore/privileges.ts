import { quoteIdentifier } from "../../schema/identifiers.js";

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

/** `pg_default_acl.defaclobjtype`, as far as it concerns anything here. */
export type PrivilegedKind = "r" | "S" | "T" | "n";

export interface DefaultPrivilegesRow {
  readonly kind: PrivilegedKind;
  /** `null`: in every schema. */
  readonly schema: string | null;
  readonly entries: readonly AclEntry[] | null;
}

/** What an object has that this role makes: by PostgreSQL's own rule, and by the role's. */
export function defaultPrivilegesQuery(): string {
  return `select k.kind, null as schema,
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
}

/** Whether this role has default privileges of its own, as an SQL condition. */
export const hasOwnDefaults = `exists (select from pg_default_acl d where d.defaclrole = ${me})`;

export type ExpectedPrivileges = (kind: PrivilegedKind, schema: string) => readonly AclEntry[];

export function expectedPrivileges(rows: readonly DefaultPrivilegesRow[]): ExpectedPrivileges {
  return (kind, schema) =>
    rows
      .filter((row) => row.kind === kind && (row.schema === null || row.schema === schema))
      .flatMap((row) => row.entries ?? []);
}

/**
 * The statements that make `actual` of what the object has when it is made anew.
 *
 * @param owner The object's.
 * @param on What stands after ON: `TABLE "public"."users"`.
 * @param column Of the rights of one column, its name.
 */
export function privilegeStatements(
  byDefault: readonly AclEntry[],
  actual: readonly AclEntry[],
  owner: string | null,
  on: string,
  column?: string,
): readonly string[] {
  // What a role gets by default becomes the owner's own when it is made the owner.
  const expected = byDefault.map((entry) =>
    owner !== null && entry.grantee === owner ? { ...entry, toOwner: true } : entry,
  );
  const part = column === undefined ? "" : ` (${quoteIdentifier(column)})`;
  const statement = (entries: readonly AclEntry[], words: (list: string) => string): string =>
    words(entries.map((entry) => `${entry.privilege}${part}`).join(", "));
  const has = (entries: readonly AclEntry[], one: AclEntry): AclEntry | undefined =>
    entries.find((other) => identity(other) === identity(one));
  const taken = grouped(expected.filter((one) => has(actual, one) === undefined));
  const optionTaken = grouped(
    expected.filter((one) => one.grantable && has(actual, one)?.grantable === false),
  );
  const given = grouped(
    actual.filter((one) => {
      const found = has(expected, one);
      return found === undefined || (one.grantable && !found.grantable);
    }),
  );
  return [
    ...taken.map(({ grantee, entries }) =>
      statement(entries, (list) => `REVOKE ${list} ON ${on} FROM ${role(grantee, owner, entries)}`),
    ),
    ...optionTaken.map(({ grantee, entries }) =>
      statement(
        entries,
        (list) => `REVOKE GRANT OPTION FOR ${list} ON ${on} FROM ${role(grantee, owner, entries)}`,
      ),
    ),
    ...given.flatMap(({ grantee, entries, first }) => {
      const option = first.grantable ? " WITH GRANT OPTION" : "";
      const grant = statement(
        entries,
        (list) => `GRANT ${list} ON ${on} TO ${role(grantee, owner, entries)}${option}`,
      );
      return first.byOwner
        ? [grant]
        : [`SET ROLE ${quoteIdentifier(first.grantor)}`, grant, "RESET ROLE"];
    }),
  ];
}

/** Who is the owner depends on when one looks, so the owner is only called that. */
function identity({ grantee, toOwner, privilege, byOwner, grantor }: AclEntry): string {
  return JSON.stringify([toOwner ? true : grantee, privilege, byOwner ? true : grantor]);
}

function role(grantee: string | null, owner: string | null, entries: readonly AclEntry[]): string {
  const isOwner = entries[0]?.toOwner === true;
  const name = isOwner && owner !== null ? owner : grantee;
  return name === null ? "PUBLIC" : quoteIdentifier(name);
}

interface Group {
  readonly grantee: string | null;
  readonly first: AclEntry;
  readonly entries: readonly AclEntry[];
}

/**
 * What one statement can say, in the order of the roles; the owner's grants come first, for others
 * may rest on them, and on each other.
 */
function grouped(entries: readonly AclEntry[]): readonly Group[] {
  const groups = new Map<string, AclEntry[]>();
  const name = ({ grantee }: AclEntry): string => grantee ?? "";
  const sorted = [...entries].sort((a, b) => {
    if (!a.byOwner || !b.byOwner) return Number(b.byOwner) - Number(a.byOwner);
    return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0;
  });
  for (const entry of sorted) {
    const key = JSON.stringify([entry.grantee, entry.byOwner || entry.grantor, entry.grantable]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const sortedGroup = [...group].sort((a, b) => (a.privilege < b.privilege ? -1 : 1));
    return first === undefined ? [] : [{ grantee: first.grantee, first, entries: sortedGroup }];
  });
}
