import type { Connection } from "../database/connection.js";
import { columnsQuery, type ColumnRow } from "./columns.js";
import { commentsQuery, type CommentRow } from "./comments.js";
import {
  constraintsQuery,
  referencedColumnsQuery,
  type ConstraintRow,
  type ReferencedColumnsRow,
} from "./constraints.js";
import { dependenciesQuery, type DependencyRow } from "./dependencies.js";
import { enumsQuery, type EnumRow } from "./enums.js";
import { extensionMembersQuery, type ExtensionMemberRow } from "./extensions.js";
import { indexesQuery, indexKeysQuery, type IndexKeyRow, type IndexRow } from "./indexes.js";
import { namespacesQuery, type NamespaceRow } from "./namespaces.js";
import { policiesQuery, type PolicyRow } from "./policies.js";
import { relationsQuery, type RelationRow } from "./relations.js";
import { rolesQuery, type RoleRow } from "./roles.js";
import { rulesQuery, type RuleRow } from "./rules.js";
import { sequencesQuery, type SequenceRow } from "./sequences.js";
import { columnAttributesQuery, notNullsQuery } from "./restore/columns.js";
import { extrasQuery } from "./restore/extras.js";
import { indexAttributesQuery } from "./restore/indexes.js";
import { defaultPrivilegesQuery } from "./restore/privileges.js";
import { relationAttributesQuery } from "./restore/relations.js";
import type { RestoreRows } from "./restore/restores.js";
import { namespaceAttributesQuery, typeAttributesQuery } from "./restore/types-and-schemas.js";
import { readInOneTrip, type ReadOptions } from "./session.js";

/** The catalog's rows, still with object identifiers. */
export interface CatalogRows extends RestoreRows {
  readonly namespaces: readonly NamespaceRow[];
  readonly extensionMembers: readonly ExtensionMemberRow[];
  readonly roles: readonly RoleRow[];
  readonly enums: readonly EnumRow[];
  readonly sequences: readonly SequenceRow[];
  readonly relations: readonly RelationRow[];
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly referencedColumns: readonly ReferencedColumnsRow[];
  readonly indexes: readonly IndexRow[];
  readonly indexKeys: readonly IndexKeyRow[];
  readonly policies: readonly PolicyRow[];
  readonly rules: readonly RuleRow[];
  readonly comments: readonly CommentRow[];
  readonly dependencies: readonly DependencyRow[];
}

/** What a query needs to know. */
export interface CatalogScope {
  /** An SQL condition on `n`, a row of `pg_namespace`. */
  readonly namespace: string;
  /** An SQL condition on an OID: that it is a table or view in scope, whatever its schema. */
  readonly relation: (oid: string) => string;
  /** An SQL condition on an OID: that it is a sequence in scope, or of a column of such a table. */
  readonly sequence: (oid: string) => string;
  /** Whether these are a few that are named. */
  readonly isLimited: boolean;
  /** An SQL condition on an OID: that it is an enum in scope, whatever its schema. */
  readonly enumeration: (oid: string) => string;
  readonly serverVersion: number;
}

type Queries = { readonly [K in keyof CatalogRows]: (scope: CatalogScope) => string };

const catalogQueries: Queries = {
  namespaces: namespacesQuery,
  extensionMembers: extensionMembersQuery,
  roles: rolesQuery,
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
  notNulls: notNullsQuery,
  indexAttributes: indexAttributesQuery,
  extras: extrasQuery,
  typeAttributes: typeAttributesQuery,
  namespaceAttributes: namespaceAttributesQuery,
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
  const parts = Object.values(catalogQueries).map((query) => query(scope));
  const answers = await readInOneTrip(connection, [searchPathQuery], parts, options);
  const [path, ...results] = answers;
  const names = Object.keys(catalogQueries);
  const entries = names.map((name, position) => [name, results[position] ?? []] as const);
  // What a query selects is not known to the compiler; its row type stands beside the query.
  const rows = Object.fromEntries(entries) as unknown as CatalogRows;
  const searchPath = path?.map((row) => String(row["schema"])) ?? [];
  return { rows, searchPath };
}

const searchPathQuery = `select pg_catalog.unnest(pg_catalog.current_schemas(false)) as schema`;
