import type { Connection } from "../database/connection.js";
import type { Role } from "../schema/types.js";
import { dependenciesQuery } from "./dependencies.js";
import { columnAttributesQuery, columnsQuery } from "./kinds/columns.js";
import { constraintsQuery, referencedColumnsQuery } from "./kinds/constraints.js";
import { enumsQuery } from "./kinds/enums.js";
import { extensionsQuery } from "./kinds/extensions.js";
import { indexAttributesQuery, indexesQuery, indexKeysQuery } from "./kinds/indexes.js";
import { policiesQuery } from "./kinds/policies.js";
import { relationAttributesQuery, relationsQuery, rulesQuery } from "./kinds/relations.js";
import { namespacesQuery } from "./kinds/schemas.js";
import { sequencesQuery } from "./kinds/sequences.js";
import { extrasQuery } from "./attributes/extras.js";
import { defaultPrivilegesQuery } from "./attributes/privileges.js";
import type { CatalogQuery, CatalogScope } from "./scope.js";
import { readInOneTrip, type ReadOptions } from "./session.js";

/** All of the database: there are few, and a join for each kind of object would cost more. */
const commentsQuery: CatalogQuery<{
  readonly catalog: string;
  readonly oid: number;
  /** The column's number, or 0. */
  readonly column: number;
  readonly text: string;
}> = () =>
  `select d.classoid::regclass::text as catalog, d.objoid as oid, d.objsubid as column,
      d.description as text
    from pg_description d
    where d.classoid in ('pg_class'::regclass, 'pg_constraint'::regclass,
        'pg_namespace'::regclass, 'pg_policy'::regclass, 'pg_type'::regclass)
      and (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)`;

/** `deptype` `e`: https://www.postgresql.org/docs/current/catalog-pg-depend.html */
const extensionMembersQuery: CatalogQuery<{
  readonly catalog: string;
  readonly oid: number;
}> = () =>
  `select d.classid::regclass::text as catalog, d.objid as oid
    from pg_depend d
    where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
      and d.classid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass)`;

/** All roles: which ones matter is not known yet. Only superusers can read `pg_authid`. */
const rolesQuery: CatalogQuery<Role> = () =>
  `select r.rolname as name, r.rolcreatedb as "createDb",
      r.rolcreaterole as "createRole", r.rolinherit as inherit
    from pg_roles r
    order by r.rolname`;

const queries = {
  namespaces: namespacesQuery,
  extensionMembers: extensionMembersQuery,
  roles: rolesQuery,
  extensions: extensionsQuery,
  enums: enumsQuery,
  sequences: sequencesQuery,
  relations: relationsQuery,
  columns: columnsQuery,
  constraints: constraintsQuery,
  referencedColumns: referencedColumnsQuery,
  indexes: indexesQuery,
  indexKeys: indexKeysQuery,
  policies: policiesQuery,
  rules: rulesQuery,
  comments: commentsQuery,
  dependencies: dependenciesQuery,
  defaultPrivileges: defaultPrivilegesQuery,
  relationAttributes: relationAttributesQuery,
  columnAttributes: columnAttributesQuery,
  indexAttributes: indexAttributesQuery,
  extras: extrasQuery,
};

type Queries = typeof queries;

/** Rows of the catalog, still with object identifiers. */
export type CatalogRows = {
  readonly [K in keyof Queries]: readonly NonNullable<Queries[K]["row"]>[];
};

export interface Catalog {
  readonly rows: CatalogRows;
  readonly searchPath: readonly string[];
}

export async function readCatalog(
  connection: Connection,
  scope: CatalogScope,
  options: ReadOptions,
): Promise<Catalog> {
  const asked = Object.entries<CatalogQuery<unknown>>(queries);
  const [path, ...results] = await readInOneTrip(
    connection,
    [searchPathQuery],
    asked.map(([, query]) => query(scope)),
    options,
  );
  const entries = asked.map(([name], position) => [name, results[position] ?? []] as const);
  // The compiler does not know what a query selects; the row type is declared next to the query.
  const rows = Object.fromEntries(entries) as unknown as CatalogRows;
  const searchPath = path?.map((row) => String(row["schema"])) ?? [];
  return { rows, searchPath };
}

const searchPathQuery = `select pg_catalog.unnest(pg_catalog.current_schemas(false)) as schema`;
