import type { Connection } from "../database/connection.js";
import { quoteLiteral } from "../schema/identifiers.js";
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
import { readCatalogInOneTrip, type ReadOptions } from "./session.js";

/** The catalog's rows, still with object identifiers. */
export interface CatalogRows {
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
  readonly roles: readonly string[];
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
};

export interface Catalog {
  readonly rows: CatalogRows;
  readonly searchPath: readonly string[];
}

/**
 * Asks everything at once. Each answer is one row that holds a JSON array, because text means the
 * same to every driver while arrays and identifiers do not, and because a thousand tables would
 * otherwise be tens of thousands of rows to take apart.
 */
export async function readCatalog(
  connection: Connection,
  scope: CatalogScope,
  options: ReadOptions,
): Promise<Catalog> {
  const queries = Object.entries(catalogQueries).map(([part, query]) => asJson(part, query(scope)));
  const before = [asJson("searchPath", "select pg_catalog.current_schemas(false) as schemas")];
  const answers = await readCatalogInOneTrip(connection, before, queries, options);
  const texts = new Map(answers.map((answer) => [answer["part"], answer["rows"]]));
  const [path] = parsePart<{ readonly schemas: readonly string[] }>(texts, "searchPath");
  return { rows: parseRows(texts), searchPath: path?.schemas ?? [] };
}

function asJson(part: string, query: string): string {
  return `select ${quoteLiteral(part)} as part,
    coalesce(pg_catalog.json_agg(q), '[]')::text as rows
  from (${query}) q`;
}

type Texts = ReadonlyMap<unknown, unknown>;

function parseRows(texts: Texts): CatalogRows {
  return {
    namespaces: parsePart(texts, "namespaces"),
    extensionMembers: parsePart(texts, "extensionMembers"),
    roles: parsePart(texts, "roles"),
    enums: parsePart(texts, "enums"),
    sequences: parsePart(texts, "sequences"),
    relations: parsePart(texts, "relations"),
    columns: parsePart(texts, "columns"),
    constraints: parsePart(texts, "constraints"),
    referencedColumns: parsePart(texts, "referencedColumns"),
    indexes: parsePart(texts, "indexes"),
    indexKeys: parsePart(texts, "indexKeys"),
    policies: parsePart(texts, "policies"),
    rules: parsePart(texts, "rules"),
    comments: parsePart(texts, "comments"),
    dependencies: parsePart(texts, "dependencies"),
  };
}

/** The rows are what the part's own query selects; its row type stands beside the query. */
function parsePart<R>(texts: Texts, part: keyof CatalogRows | "searchPath"): readonly R[] {
  const rows: readonly R[] = JSON.parse(String(texts.get(part)));
  return rows;
}
