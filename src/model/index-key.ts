import type { IndexKey } from "../schema/types.js";
import { nameOf, namesIn, scanSql } from "../schema/sql-scanner.js";

/** What a SQL text in the place of an index's key says: often one key, but Drizzle checks nothing. */
export interface ParsedKeys {
  readonly keys: readonly IndexKey[];
  /** Columns of an `INCLUDE` that the text goes on with: ``sql`${t.a}) INCLUDE (${t.b}` ``. */
  readonly include?: readonly string[];
}

/**
 * Reads a SQL text that stands for a key. Drizzle writes it between the parentheses of
 * `CREATE INDEX` as it is, so that it may hold several keys, or close the parentheses.
 *
 * @returns `undefined` if it closes them for anything but `INCLUDE`, or leaves some open
 *
 * @example parseIndexKeys('"a") INCLUDE ("b"') // { keys: [{ column: "a", … }], include: ["b"] }
 */
export function parseIndexKeys(sql: string): ParsedKeys | undefined {
  const { pieces, rest, isOpen } = splitKeys(sql);
  if (isOpen || pieces.some((piece) => piece.trim() === "")) return undefined;
  const keys = pieces.map((piece) => parseIndexKey(piece));
  if (rest === undefined) return { keys };
  const [, list] = includeClause.exec(rest) ?? [];
  if (list === undefined) return undefined;
  return { keys, include: namesIn(list).flatMap(({ parts }) => parts) };
}

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
const includeClause = new RegExp(
  String.raw`^\)\s*include\s*\(\s*(${name}(?:\s*,\s*${name})*)\s*$`,
  "i",
);
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

/** The position after the parenthesis that closes the one at `start`. */
function endOfParentheses(text: string, start: number): number | undefined {
  const { rest } = splitKeys(text.slice(start + 1));
  return rest === undefined ? undefined : text.length - rest.length + 1;
}

function columnOrExpression(element: string): Pick<IndexKey, "column" | "expression"> {
  const text = withoutParentheses(element);
  const [first, ...others] = scanSql(text);
  // A word in parentheses may be one of SQL's own: `(current_user)`.
  const column = first?.kind === "word" && element !== text ? undefined : nameOf(first);
  return column === undefined || others.length > 0 ? { expression: text } : { column };
}

/** Takes off parentheses that enclose the whole text; `CREATE INDEX` puts its own round it. */
function withoutParentheses(text: string): string {
  const inner = text.slice(1, -1).trim();
  const whole = text.startsWith("(") && endOfParentheses(text, 0) === text.length;
  // "(a, b)" is a row, which needs its own.
  return whole && splitKeys(inner).pieces.length === 1 ? withoutParentheses(inner) : text;
}

interface SplitKeys {
  readonly pieces: readonly string[];
  /** From the parenthesis on that closes what the text has not opened. */
  readonly rest: string | undefined;
  readonly isOpen: boolean;
}

/** At commas that stand in no parentheses. */
function splitKeys(sql: string): SplitKeys {
  const pieces: string[] = [];
  let depth = 0;
  let first = 0;
  for (const { text, start, end } of scanSql(sql)) {
    if (text === "(" || text === "[") depth += 1;
    if (text === ")" || text === "]") depth -= 1;
    if (depth < 0) {
      return {
        pieces: [...pieces, sql.slice(first, start)],
        rest: sql.slice(start),
        isOpen: false,
      };
    }
    if (text === "," && depth === 0) {
      pieces.push(sql.slice(first, start));
      first = end;
    }
  }
  return { pieces: [...pieces, sql.slice(first)], rest: undefined, isOpen: depth > 0 };
}
