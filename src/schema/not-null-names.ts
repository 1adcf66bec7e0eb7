/** The names of NOT NULL constraints, which PostgreSQL gives them since version 18. */
import { makeObjectName, quoteIdentifier, quoteName } from "./identifiers.js";
import type { QualifiedName } from "./types.js";

/** The first `server_version_num` in which a NOT NULL is a constraint with a name. */
export const NAMED_NOT_NULLS = 180000;

/** What PostgreSQL itself calls the NOT NULL of a column. */
export function usualNotNullName(table: QualifiedName, column: string): string {
  return makeObjectName(table.name, column, "not_null");
}

/**
 * What gives the NOT NULL of a column that is made anew its name; nothing where it has that name
 * already.
 */
export function nameNotNull(table: QualifiedName, column: string, name: string): readonly string[] {
  const usual = usualNotNullName(table, column);
  if (usual === name) return [];
  return [
    `ALTER TABLE ${quoteName(table)} RENAME CONSTRAINT ${quoteIdentifier(usual)} TO ${quoteIdentifier(name)}`,
  ];
}

/**
 * The name that such a statement gives, or `undefined` if it is another statement.
 *
 * @example namedNotNull('ALTER TABLE "public"."t" RENAME CONSTRAINT "t_a_not_null" TO "a_there"') // a_there
 */
export function namedNotNull(sql: string): string | undefined {
  const quoted = /^ALTER TABLE .* RENAME CONSTRAINT "(?:[^"]|"")*" TO "((?:[^"]|"")*)"$/s.exec(sql);
  return quoted?.[1]?.replaceAll('""', '"');
}
