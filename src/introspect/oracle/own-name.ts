import { quoteIdentifier } from "../../schema/identifiers.js";
import { mapNames } from "../../schema/sql-scanner.js";
import type { QualifiedName } from "../../schema/types.js";

/**
 * A table's text for the temporary table that stands for it: `s.users.id`, a column with its table
 * and schema, is there `pg_temp.users.id`. Undefined where the text has no such column.
 */
export function forTemporaryTable(
  sql: string,
  { schema, name }: QualifiedName,
): string | undefined {
  const text = mapNames(sql, ({ parts, tokens }) => {
    if (parts.length < 3 || parts[0] !== schema || parts[1] !== name) return undefined;
    const column = tokens.slice(2).map((token) => token.text);
    return ["pg_temp", quoteIdentifier(name), ...column].join(".");
  });
  return text === sql ? undefined : text;
}
