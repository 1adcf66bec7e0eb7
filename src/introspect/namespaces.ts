import type { Namespace } from "../schema/types.js";
import type { CatalogScope } from "./catalog.js";
import type { Comments } from "./comments.js";
import type { Restores } from "./restore/restores.js";

export interface NamespaceRow {
  readonly oid: number;
  readonly name: string;
}

export function namespacesQuery({ namespace }: CatalogScope): string {
  return `select n.oid, n.nspname as name from pg_namespace n where ${namespace} order by n.nspname`;
}

export function describeNamespace(
  row: NamespaceRow,
  comments: Comments,
  restores: Restores,
): Namespace {
  // Nobody drops it, and what it has differs from database to database.
  const restore = row.name === "public" ? {} : restores.namespace(row.oid);
  const comment = comments.of("pg_namespace", row.oid);
  // PostgreSQL writes this comment itself when it makes a database.
  const own = row.name === "public" && comment.comment === "standard public schema";
  return own ? { name: row.name } : { name: row.name, ...comment, ...restore };
}
