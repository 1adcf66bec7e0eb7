import type { Namespace } from "../../schema/types.js";
import type { Attached } from "../attached.js";
import type { CatalogQuery } from "../scope.js";

export interface NamespaceRow {
  readonly oid: number;
  readonly name: string;
}

export const namespacesQuery: CatalogQuery<NamespaceRow> = ({ namespace }) =>
  `select n.oid, n.nspname as name from pg_namespace n where ${namespace} order by n.nspname`;

export function describeNamespace(
  { oid, name }: NamespaceRow,
  { comments, attributes }: Attached,
): Namespace {
  const comment = comments.of("pg_namespace", oid);
  if (name !== "public") return { name, ...comment, ...attributes.namespace(oid) };
  // Nobody drops it, and what it has differs from database to database. PostgreSQL writes this
  // comment itself when it makes a database.
  return comment.comment === "standard public schema" ? { name } : { name, ...comment };
}
