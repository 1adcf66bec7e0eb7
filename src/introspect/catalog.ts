import type { Connection } from "../database/connection.js";
import { commentsQuery, extensionMembersQuery } from "./attached.js";
import { dependenciesQuery } from "./dependencies.js";
import { columnAttributesQuery, columnsQuery } from "./kinds/columns.js";
import { constraintsQuery, referencedColumnsQuery } from "./kinds/constraints.js";
import { enumsQuery } from "./kinds/enums.js";
import { extensionsQuery } from "./kinds/extensions.js";
import { indexAttributesQuery, indexesQuery, indexKeysQuery } from "./kinds/indexes.js";
import { policiesQuery } from "./kinds/policies.js";
import { relationAttributesQuery, relationsQuery, rulesQuery } from "./kinds/relations.js";
import { rolesQuery } from "./kinds/roles.js";
import { namespacesQuery } from "./kinds/schemas.js";
import { sequencesQuery } from "./kinds/sequences.js";
import { extrasQuery } from "./attributes/extras.js";
import { defaultPrivilegesQuery } from "./attributes/privileges.js";
import type { CatalogQuery, CatalogScope } from "./scope.js";
import { readInOneTrip, type ReadOptions } from "./session.js";

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

/** The catalog's rows, still with object identifiers. */
export type CatalogRows = {
  readonly [K in keyof Queries]: readonly NonNullable<Queries[K]["row"]>[];
};

export interface Catalog {
  readonly rows: CatalogRows;
  readonly searchPath: readonly string[];
}

/** Asks everything at once. */
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
  // What a query selects is not known to the compiler; its row type stands beside the query.
  const rows = Object.fromEntries(entries) as unknown as CatalogRows;
  const searchPath = path?.map((row) => String(row["schema"])) ?? [];
  return { rows, searchPath };
}

const searchPathQuery = `select pg_catalog.unnest(pg_catalog.current_schemas(false)) as schema`;
