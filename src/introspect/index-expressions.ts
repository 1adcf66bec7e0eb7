import type { IndexKeyRow, IndexRow } from "./indexes.js";

/** A key that is an expression, in the words of `pg_get_expr`. */
export interface ExpressionKey {
  readonly sql: string;
  /** Only when it is not the expression's own. */
  readonly collation: string | null;
}

/**
 * The keys that are expressions, by their position.
 *
 * `pg_get_indexdef` puts parentheses around an expression unless it looks like a function call,
 * and `pg_get_expr` prints all of an index's expressions as one list; only the two together tell
 * each expression exactly.
 */
export function expressionKeys(
  index: Pick<IndexRow, "expressions" | "definition" | "method">,
  keys: readonly Pick<IndexKeyRow, "printed" | "collation">[],
): ReadonlyMap<number, ExpressionKey> {
  const found = new Map<number, ExpressionKey>();
  let list = index.expressions ?? "";
  let definition = afterText(index.definition ?? "", ` USING ${index.method} (`);
  for (const [position, { printed, collation }] of keys.entries()) {
    if (printed === null) continue;
    const sql = list.startsWith(printed) ? printed : printed.slice(1, -1);
    list = list.slice(sql.length + ", ".length);
    definition = afterText(definition, printed);
    const isNamed = definition.startsWith(" COLLATE ");
    found.set(position, { sql, collation: isNamed ? collation : null });
  }
  return found;
}

/** What follows the first occurrence of `part`. */
function afterText(text: string, part: string): string {
  const at = text.indexOf(part);
  return at === -1 ? "" : text.slice(at + part.length);
}
