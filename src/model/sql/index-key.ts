/** What an author writes in SQL in the place of an index's key. */
import { defined } from "../../defined.js";
import { codeOf, nameOf, scanSql, type SqlToken } from "../../schema/sql-scanner.js";
import type { IndexKey } from "../../schema/types.js";

/** Often one key, but Drizzle checks nothing. */
export interface ParsedKeys {
  readonly keys: readonly IndexKey[];
  /** Columns of an `INCLUDE` that the text goes on with: ``sql`${t.a}) INCLUDE (${t.b}` ``. */
  readonly include?: readonly string[];
}

/**
 * Drizzle writes a key between the parentheses of `CREATE INDEX` as it is, so that it may hold several
 * keys, or close the parentheses: for `INCLUDE`, or else the result is `undefined`.
 *
 * @example parseIndexKeys('"a") INCLUDE ("b"') // { keys: [{ column: "a", … }], include: ["b"] }
 */
export function parseIndexKeys(sql: string): ParsedKeys | undefined {
  const tokens = withDepth(sql);
  const closing = tokens.find(({ depth }) => depth < 0);
  if (closing === undefined && (tokens.at(-1)?.depth ?? 0) > 0) return undefined;
  const end = closing?.start ?? sql.length;
  const commas = tokens.filter(
    ({ text, depth, start }) => text === "," && depth === 0 && start < end,
  );
  const starts = [0, ...commas.map((comma) => comma.end)];
  const pieces = starts.map((start, index) => sql.slice(start, commas[index]?.start ?? end));
  if (pieces.some((piece) => piece.trim() === "")) return undefined;
  const keys = pieces.map((piece) => parseIndexKey(piece));
  if (closing === undefined) return { keys };
  const [, list] = includeClause.exec(sql.slice(end)) ?? [];
  if (list === undefined) return undefined;
  return { keys, include: codeOf(list).flatMap((token) => nameOf(token) ?? []) };
}

const name = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const qualified = String.raw`${name}(?:\.${name})*`;
const includeClause = new RegExp(
  String.raw`^\)\s*include\s*\(\s*(${name}(?:\s*,\s*${name})*)\s*$`,
  "i",
);
/** A collation and an operator class with its parameters, both optional, and nothing else. */
const attributes = new RegExp(
  String.raw`^(?:\s+collate\s+(${qualified}))?(?:\s+(?!(?:collate|isnull|notnull)\b)(${qualified}(?:\s*\([^()]*\))?))?\s*$`,
  "i",
);

/** Each token with how many parentheses and brackets are open behind it. */
function withDepth(sql: string): readonly (SqlToken & { readonly depth: number })[] {
  let depth = 0;
  return scanSql(sql).map((token) => {
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    return { ...token, depth };
  });
}

/**
 * A column or an expression, with what may follow: https://www.postgresql.org/docs/current/sql-createindex.html
 *
 * @example parseIndexKey('lower("email") DESC') // { expression: 'lower("email")', order: "desc", … }
 */
export function parseIndexKey(sql: string): IndexKey {
  const [, text = sql, direction = "asc", place] =
    /^(.*?)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/is.exec(sql.trim()) ?? [];
  const order = direction.toLowerCase() === "desc" ? "desc" : "asc";
  const isFirst = place === undefined ? order === "desc" : place.toLowerCase() === "first";
  const sort = { order, nulls: isFirst ? "first" : "last" } as const;
  const end = endOfElement(text);
  const rest = end === undefined ? undefined : attributes.exec(text.slice(end));
  if (rest === null || rest === undefined) {
    return { expression: withoutParentheses(text), ...sort };
  }
  const [, collation, opclass] = rest;
  return defined({
    ...columnOrExpression(text.slice(0, end)),
    ...sort,
    collation,
    opclass: opclass?.trim(),
  });
}

/** The end of a name, a call or parentheses; `undefined` if the text begins in another way. */
function endOfElement(text: string): number | undefined {
  const [word = ""] = new RegExp(`^${qualified}`).exec(text) ?? [];
  const [call = ""] = /^\s*\(/.exec(text.slice(word.length)) ?? [];
  if (call === "") return word === "" ? undefined : word.length;
  const start = word.length + call.length - 1;
  const length = endOfParentheses(text.slice(start));
  return length && start + length;
}

/** The position after the parenthesis that closes the one with which the text begins. */
function endOfParentheses(text: string): number | undefined {
  return withDepth(text).find(({ depth }) => depth === 0)?.end;
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
  if (!text.startsWith("(") || endOfParentheses(text) !== text.length) return text;
  const inner = text.slice(1, -1).trim();
  // "(a, b)" is a row, which needs its own.
  const isRow = withDepth(inner).some((token) => token.text === "," && token.depth === 0);
  return isRow ? text : withoutParentheses(inner);
}
