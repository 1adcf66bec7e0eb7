import { quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import type { IntrospectionScope } from "./types.js";

export interface CatalogScope {
  /** An SQL condition on `n`, a row of `pg_namespace`. */
  readonly namespace: string;
  /** An SQL condition on an OID: that it is a table or view in scope, in any schema. */
  readonly relation: (oid: string) => string;
  /** An SQL condition on an OID: that it is a sequence in scope, or of a column in scope. */
  readonly sequence: (oid: string) => string;
  /** Whether only a few named objects are in scope. */
  readonly isLimited: boolean;
  /** An SQL condition on an OID: that it is an enum in scope, in any schema. */
  readonly enumeration: (oid: string) => string;
  readonly serverVersion: number;
}

/** A query on the catalog. `Row` is what it selects, unchecked. */
export type CatalogQuery<Row> = ((scope: CatalogScope) => string) & { readonly row?: Row };

/** A part of a table, by the table's identifier and its own. */
export interface PartRow<T> {
  readonly oid: number;
  readonly table: number;
  /** As far as the query can tell. */
  readonly described: T;
}

/** PostgreSQL reserves `pg_` for itself. */
export function isSystemSchema(name: string): boolean {
  return name.startsWith("pg_") || name === "information_schema";
}

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

/** An array of strings as an expression. An empty array needs a type. */
export function textArray(values: readonly string[]): string {
  return `array[${values.map(quoteLiteral).join(", ")}]::text[]`;
}

/** The relations in scope as `c`, and their schemas as `n`; without `from`. */
export function tablesInScope(scope: CatalogScope): string {
  return `pg_class c
    join pg_namespace n on n.oid = c.relnamespace and ${scope.namespace}
      and ${scope.relation("c.oid")}`;
}

/** Tables of any kind, except partitions. */
export const isTable = "c.relkind in ('r', 'p', 'f') and not c.relispartition";

/** Storage parameters as a JSON object, or `null`. Argument and result are SQL expressions. */
export function optionsObject(options: string, toastOptions?: string): string {
  const toast =
    toastOptions === undefined
      ? ""
      : ` union all select 'toast.' || option_name, option_value
          from pg_options_to_table(${toastOptions})`;
  return `(select json_object_agg(option_name, option_value)
          from (select option_name, option_value from pg_options_to_table(${options})${toast}) x)`;
}

export function groupedBy<R, K>(rows: readonly R[], key: (row: R) => K): ReadonlyMap<K, R[]> {
  const groups = new Map<K, R[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
