import { printIdentifier, quoteIdentifier } from "../../schema/identifiers.js";
import type { QualifiedName } from "../../schema/types.js";

/**
 * A table's text for the temporary table that stands for it: `s.users.id`, a column with its table
 * and schema, is there `pg_temp.users.id`. Undefined where the text has no such column.
 */
export function forTemporaryTable(
  sql: string,
  { schema, name }: QualifiedName,
): string | undefined {
  const own = new RegExp(`(?<![\\w".$])${spelled(schema)}\\.${spelled(name)}\\.(?=["\\w])`, "g");
  let isFound = false;
  const text = sql
    .split(/('(?:[^']|'')*')/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(own, () => {
            isFound = true;
            return `pg_temp.${quoteIdentifier(name)}.`;
          }),
    )
    .join("");
  return isFound ? text : undefined;
}

/** A pattern of the two spellings of a name. */
function spelled(name: string): string {
  const spellings = [...new Set([quoteIdentifier(name), printIdentifier(name)])];
  return `(?:${spellings.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join("|")})`;
}
