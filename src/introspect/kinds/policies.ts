import { defined } from "../../defined.js";
import type { Policy } from "../../schema/types.js";
import type { Comments } from "../attached.js";
import { type CatalogQuery, isTable, tablesInScope } from "../scope.js";

export interface PolicyRow {
  readonly oid: number;
  readonly table: number;
  readonly name: string;
  readonly permissive: boolean;
  /** `polcmd` */
  readonly command: string;
  /** 0 is PUBLIC. */
  readonly roles: readonly number[];
  readonly using: string | null;
  readonly withCheck: string | null;
}

export const policiesQuery: CatalogQuery<PolicyRow> = (scope) =>
  `select p.oid, p.polrelid as table, p.polname as name, p.polpermissive as permissive,
      p.polcmd as command, to_json(p.polroles::int8[]) as roles,
      pg_get_expr(p.polqual, p.polrelid) as using,
      pg_get_expr(p.polwithcheck, p.polrelid) as "withCheck"
    from ${tablesInScope(scope)}
    join pg_policy p on p.polrelid = c.oid
    where ${isTable}
    order by p.polrelid, p.polname`;

export function describePolicy(
  row: PolicyRow,
  { roleNames, comments }: { roleNames: ReadonlyMap<number, string>; comments: Comments },
): Policy {
  const roles = row.roles.map((oid) => (oid === 0 ? "public" : (roleNames.get(oid) ?? `${oid}`)));
  return defined({
    name: row.name,
    as: row.permissive ? "permissive" : "restrictive",
    for: commands[row.command] ?? "all",
    to: roles.sort(),
    using: row.using ?? undefined,
    withCheck: row.withCheck ?? undefined,
    ...comments.of("pg_policy", row.oid),
  });
}

/** https://www.postgresql.org/docs/current/catalog-pg-policy.html: `polcmd` */
const commands: Readonly<Record<string, Policy["for"]>> = {
  "*": "all",
  r: "select",
  a: "insert",
  w: "update",
  d: "delete",
};
