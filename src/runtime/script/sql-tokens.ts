/** Just enough of PostgreSQL's lexical rules to know what is text and what is quoted. */

export interface SqlToken {
  readonly kind: "space" | "comment" | "lineComment" | "quoted" | "word" | "parameter" | "other";
  readonly text: string;
}

const letter = String.raw`A-Za-z_\u0080-\uffff`;

/** In the order in which they are tried. Block comments nest and are found by hand. */
const forms: readonly (readonly [SqlToken["kind"], RegExp])[] = [
  ["space", /\s+/y],
  ["lineComment", /--[^\n\r]*/y],
  ["quoted", /[eE]'(?:[^'\\]|\\[^]|'')*'/y],
  ["quoted", /'(?:[^']|'')*'/y],
  ["quoted", /"(?:[^"]|"")*"/y],
  ["quoted", new RegExp(String.raw`(\$(?:[${letter}][${letter}0-9]*)?\$)[^]*?\1`, "y")],
  ["word", new RegExp(`[${letter}][${letter}0-9$]*`, "y")],
  ["parameter", /\$\d+/y],
  ["other", /::|:=|[^]/y],
];

/**
 * The tokens of a text of SQL; put together they are the text again. Strings are read as
 * `standard_conforming_strings` has it.
 *
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < sql.length;) {
    const token = tokenAt(sql, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(sql: string, at: number): SqlToken {
  if (sql.startsWith("/*", at)) return { kind: "comment", text: blockComment(sql, at) };
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const text = form.exec(sql)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return { kind: "other", text: sql.slice(at) };
}

function blockComment(sql: string, start: number): string {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return sql.slice(start, mark.lastIndex);
  }
  return sql.slice(start);
}
