import { quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { CatalogScope } from "./catalog.js";
import type { IntrospectionScope } from "./types.js";

/** PostgreSQL reserves `pg_` for itself. */
export function isSystemSchema(name: string): boolean {
  return name.startsWith("pg_") || name === "information_schema";
}

/** What the queries must know of an introspection's scope. */
export function catalogScope(
  scope: Pick<IntrospectionScope, "schemas" | "only">,
  serverVersion: number,
): CatalogScope {
  const schemas = scope.schemas.filter((name) => !isSystemSchema(name));
  return {
    namespace: `n.nspname = any (${textArray(schemas)})`,
    relation: relationCondition(scope.only),
    serverVersion,
  };
}

function relationCondition(only: IntrospectionScope["only"]): CatalogScope["relation"] {
  if (only === undefined) return () => "true";
  const names = `unnest(${textArray(only.map(quoteName))}) name`;
  return (oid) => `${oid} in (select to_regclass(name) from ${names})`;
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
