/** The names of NOT NULL constraints, which PostgreSQL gives them since version 18. */
import { makeObjectName } from "./identifiers.js";

/** The first `server_version_num` in which a NOT NULL is a constraint with a name. */
export const NAMED_NOT_NULLS = 180000;

/** What PostgreSQL itself calls the NOT NULL of a column. */
export function usualNotNullName(table: { readonly name: string }, column: string): string {
  return makeObjectName(table.name, column, "not_null");
}
