import type { IndexKey } from "../schema/types.js";

/**
 * Reads what an author wrote for one key of an index in SQL: a column or an expression, and after
 * it what `CREATE INDEX` allows there (collation, operator class, order).
 * https://www.postgresql.org/docs/current/sql-createindex.html
 *
 * @example parseIndexKey('lower("email") text_pattern_ops DESC')
 * // { expression: 'lower("email")', opclass: "text_pattern_ops", order: "desc", nulls: "first" }
 */
export function parseIndexKey(sql: string): IndexKey {
  const { text, order, nulls } = splitOrder(sql.trim());
  const sort = { order, nulls: nulls ?? (order === "desc" ? "first" : "last") } as const;
  const end = endOfElement(text);
  const rest = end === undefined ? undefined : attributes.exec(text.slice(end));
  if (end === undefined || rest === null || rest === undefined) {
    return { expression: withoutParentheses(text), ...sort };
  }
  const [, collation, opclass] = rest;
  return {
    ...columnOrExpression(text.slice(0, end)),
    ...sort,
    ...(collation !== undefined && { collation }),
    ...(opclass !== undefined && { opclass: opclass.trim() }),
  };
}

const name = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const qualified = String.raw`${name}(?:\.${name})*`;
/** A collation and an operator class with its parameters, both optional, and nothing else. */
const attributes = new RegExp(
  String.raw`^(?:\s+collate\s+(${qualified}))?(?:\s+(?!(?:collate|isnull|notnull)\b)(${qualified}(?:\s*\([^()]*\))?))?\s*$`,
  "i",
);

function splitOrder(sql: string): {
  readonly text: string;
  readonly order: "asc" | "desc";
  readonly nulls: "first" | "last" | undefined;
} {
  const [, text = sql, order, nulls] =
    /^(.*?)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/is.exec(sql) ?? [];
  const first = nulls?.toLowerCase();
  return {
    text,
    order: order?.toLowerCase() === "desc" ? "desc" : "asc",
    nulls: first === "first" || first === "last" ? first : undefined,
  };
}

/**
 * Where the key itself ends: a name, a call of a function, or what stands in parentheses.
 * `undefined` if the text begins in another way, and so is all one expression.
 */
function endOfElement(text: string): number | undefined {
  if (text.startsWith("(")) return endOfParentheses(text, 0);
  const word = new RegExp(`^${qualified}`).exec(text)?.[0];
  if (word === undefined) return undefined;
  const call = /^\s*\(/.exec(text.slice(word.length));
  return call === null ? word.length : endOfParentheses(text, word.length + call[0].length - 1);
}

/** The position after the parenthesis that closes the one at `start`; quotes hold none. */
function endOfParentheses(text: string, start: number): number | undefined {
  const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|[()]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === "(") depth += 1;
    if (match[0] === ")") depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}

function columnOrExpression(element: string): Pick<IndexKey, "column" | "expression"> {
  const text = withoutParentheses(element);
  if (/^"(?:[^"]|"")+"$/.test(text)) return { column: text.slice(1, -1).replaceAll('""', '"') };
  // Without quotes it may be a word of SQL's own: `(current_user)`.
  return element === text && /^[A-Za-z_][\w$]*$/.test(text)
    ? { column: text.toLowerCase() }
    : { expression: text };
}

/** Takes off parentheses that enclose the whole text; `CREATE INDEX` puts its own round it. */
function withoutParentheses(text: string): string {
  const inner = text.slice(1, -1).trim();
  const whole = text.startsWith("(") && endOfParentheses(text, 0) === text.length;
  // "(a, b)" is a row, which needs its own.
  return whole && !hasTopLevelComma(inner) ? withoutParentheses(inner) : text;
}

function hasTopLevelComma(text: string): boolean {
  const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|[()[\],]/g;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === "(" || match[0] === "[") depth += 1;
    if (match[0] === ")" || match[0] === "]") depth -= 1;
    if (match[0] === "," && depth === 0) return true;
  }
  return false;
}
