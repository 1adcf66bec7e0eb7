import type { IndexKey } from "../schema/types.js";
import { parseIndexKey } from "./index-key.js";

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
  return list === undefined ? undefined : { keys, include: namesIn(list) };
}

const name = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const includeClause = new RegExp(
  String.raw`^\)\s*include\s*\(\s*(${name}(?:\s*,\s*${name})*)\s*$`,
  "i",
);

function namesIn(list: string): readonly string[] {
  return [...list.matchAll(new RegExp(name, "g"))].map(([text]) =>
    text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase(),
  );
}

interface SplitKeys {
  readonly pieces: readonly string[];
  /** From the parenthesis on that closes what the text has not opened. */
  readonly rest: string | undefined;
  readonly isOpen: boolean;
}

/** At commas that stand in no parentheses; quotes and comments hold none. */
function splitKeys(sql: string): SplitKeys {
  const token =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|[()[\],]/g;
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: text, index } of sql.matchAll(token)) {
    if (text === "(" || text === "[") depth += 1;
    if (text === ")" || text === "]") depth -= 1;
    if (depth < 0) {
      return {
        pieces: [...pieces, sql.slice(start, index)],
        rest: sql.slice(index),
        isOpen: false,
      };
    }
    if (text === "," && depth === 0) {
      pieces.push(sql.slice(start, index));
      start = index + 1;
    }
  }
  return { pieces: [...pieces, sql.slice(start)], rest: undefined, isOpen: depth > 0 };
}
