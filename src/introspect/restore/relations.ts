import { quoteIdentifier, quoteLiteral, quoteName } from "../../schema/identifiers.js";
import type { CatalogScope } from "../scope.js";
import { parseOptions } from "../kinds/relations.js";
import {
  aclEntries,
  hasOwnDefaults,
  me,
  privilegeStatements,
  type AclEntry,
  type ExpectedPrivileges,
} from "./privileges.js";

/** A table, view or sequence that a plain `CREATE` would not give back whole. */
export interface RelationAttributesRow {
  readonly oid: number;
  readonly kind: "r" | "v" | "m" | "S";
  readonly schema: string;
  readonly name: string;
  /** Whether a column owns the sequence, which then shares its table's owner and persistence. */
  readonly owned: boolean;
  /** If it is not the role that looks. */
  readonly owner: string | null;
  readonly acl: readonly AclEntry[] | null;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly forced: boolean;
  readonly replicaIdentity: "f" | "n" | null;
  readonly unlogged: boolean;
  readonly tablespace: string | null;
  readonly accessMethod: string | null;
}

export function relationAttributesQuery({ namespace, relation, sequence }: CatalogScope): string {
  return `select c.oid, c.relkind as kind, n.nspname as schema, c.relname as name,
      c.relkind = 'S' and exists (select from pg_depend d where d.classid = 'pg_class'::regclass
        and d.objid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i')) as owned,
      case when c.relowner <> ${me} then pg_get_userbyid(c.relowner) end as owner,
      ${aclEntries(
        `coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))`,
        "c.relowner",
      )} as acl,
      case when c.relkind = 'r' then c.reloptions end as options, t.reloptions as "toastOptions",
      c.relforcerowsecurity as forced,
      case when c.relkind = 'r' and c.relreplident in ('f', 'n') then c.relreplident end
        as "replicaIdentity",
      c.relpersistence = 'u' as unlogged,
      case when c.relkind = 'r' then ts.spcname end as tablespace,
      case when c.relkind = 'r' and am.amname <> 'heap' then am.amname end as "accessMethod"
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and ${namespace}
    left join pg_class t on t.oid = c.reltoastrelid and t.reloptions is not null
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join pg_am am on am.oid = c.relam
    where c.relkind in ('r', 'v', 'm', 'S') and not c.relispartition
      and case when c.relkind = 'S' then ${sequence("c.oid")} else ${relation("c.oid")} end
      and (c.relacl is not null or c.relowner <> ${me} or ${hasOwnDefaults}
        or c.relkind = 'r' and (c.reloptions is not null or t.oid is not null
          or c.relforcerowsecurity or c.relreplident in ('f', 'n') or c.reltablespace <> 0
          or am.amname <> 'heap')
        or c.relpersistence = 'u')`;
}

/** @param serverVersion Since 15 an access method and a sequence's persistence can be changed. */
export function relationStatements(
  row: RelationAttributesRow,
  expected: ExpectedPrivileges,
  serverVersion: number,
): readonly string[] {
  const name = quoteName(row);
  const alter = `ALTER ${words[row.kind]} ${name}`;
  const owner = row.owned ? null : row.owner;
  const options = [...optionPairs(row.options), ...optionPairs(row.toastOptions, "toast.")];
  const can = serverVersion >= 150000;
  return [
    ...(row.accessMethod !== null && can
      ? [`${alter} SET ACCESS METHOD ${quoteIdentifier(row.accessMethod)}`]
      : []),
    ...(row.unlogged && !row.owned && (row.kind === "r" || (row.kind === "S" && can))
      ? [`${alter} SET UNLOGGED`]
      : []),
    ...(row.tablespace === null
      ? []
      : [`${alter} SET TABLESPACE ${quoteIdentifier(row.tablespace)}`]),
    ...(options.length === 0 ? [] : [`${alter} SET (${options.join(", ")})`]),
    ...(row.forced ? [`${alter} FORCE ROW LEVEL SECURITY`] : []),
    ...(row.replicaIdentity === null
      ? []
      : [`${alter} REPLICA IDENTITY ${row.replicaIdentity === "f" ? "FULL" : "NOTHING"}`]),
    ...(owner === null ? [] : [`${alter} OWNER TO ${quoteIdentifier(owner)}`]),
    ...privilegeStatements(
      expected(row.kind === "S" ? "S" : "r", row.schema),
      row.acl ?? [],
      row.owner,
      `${row.kind === "S" ? "SEQUENCE" : "TABLE"} ${name}`,
    ),
  ];
}

const words: Readonly<Record<RelationAttributesRow["kind"], string>> = {
  r: "TABLE",
  v: "VIEW",
  m: "MATERIALIZED VIEW",
  S: "SEQUENCE",
};

/** `name = 'value'` for each option that the catalog has: it keeps them in the order of their setting. */
export function optionPairs(options: readonly string[] | null, prefix = ""): readonly string[] {
  return Object.entries(parseOptions(options))
    .map(([name, value]) => `${prefix}${quoteIdentifier(name)} = ${quoteLiteral(value)}`)
    .sort();
}
