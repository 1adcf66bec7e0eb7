import type { CatalogScope } from "./catalog.js";

/** A rewrite rule that somebody wrote, as opposed to the one that makes a view. */
export interface RuleRow {
  readonly table: number;
  readonly name: string;
}

export function rulesQuery({ namespace, relation }: CatalogScope): string {
  return `select r.ev_class as table, r.rulename as name
    from pg_rewrite r
    join pg_class c on c.oid = r.ev_class
    join pg_namespace n on n.oid = c.relnamespace and ${namespace} and ${relation("c.oid")}
    where r.rulename <> '_RETURN'
    order by r.rulename`;
}
