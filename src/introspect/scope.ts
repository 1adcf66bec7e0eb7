import { quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import type { CatalogScope } from "./catalog.js";
import type { IntrospectionScope } from "./types.js";

/** PostgreSQL reserves `pg_` for itself. */
export function isSystemSchema(name: string): boolean {
  return name.startsWith("pg_") || name === "information_schema";
}

/** What the queries must know of an introspection's scope. */
export function catalogScope(
  scope: Pick<IntrospectionScope, "schemas" | "only" | "onlyEnums">,
  serverVersion: number,
): CatalogScope {
  const schemas = scope.schemas.filter((name) => !isSystemSchema(name));
  const relation = namedCondition("to_regclass", scope.only);
  return {
    namespace: `n.nspname = any (${textArray(schemas)})`,
    relation,
    sequence: (oid) =>
      scope.only === undefined ? "true" : `(${relation(oid)} or ${oid} in (${ownedBy(relation)}))`,
    isLimited: scope.only !== undefined,
    enumeration: namedCondition("to_regtype", scope.onlyEnums),
    serverVersion,
  };
}

/** The sequences that columns own. */
function ownedBy(relation: CatalogScope["relation"]): string {
  return `select s.objid from pg_depend s where s.classid = 'pg_class'::regclass
    and s.refclassid = 'pg_class'::regclass and s.refobjsubid > 0 and ${relation("s.refobjid")}`;
}

function namedCondition(
  look: "to_regclass" | "to_regtype",
  only: readonly QualifiedName[] | undefined,
): (oid: string) => string {
  if (only === undefined) return () => "true";
  const names = `unnest(${textArray(only.map(quoteName))}) name`;
  return (oid) => `${oid} in (select ${look}(name) from ${names})`;
}

/** An array of strings as an expression; empty ones need their type said. */
export function textArray(values: readonly string[]): string {
  return `array[${values.map(quoteLiteral).join(", ")}]::text[]`;
}

/** Tables of any kind, as `c`, except the partitions of others; without `from`. */
export function tablesInScope(scope: CatalogScope): string {
  return `pg_class c
    join pg_namespace n on n.oid = c.relnamespace and ${scope.namespace}
      and ${scope.relation("c.oid")}`;
}

export const isTable = "c.relkind in ('r', 'p', 'f') and not c.relispartition";
