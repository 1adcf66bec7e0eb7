/**
 * The tokens of SQL, for everything that looks into a text of SQL without parsing it.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */

export interface SqlToken {
  /**
   * `string` is a constant in any quotes, dollar quotes too; `quotedName` an identifier in double
   * quotes, `word` a keyword or an identifier without quotes, `parameter` is `$1`.
   */
  readonly kind: Kind;
  readonly text: string;
  /** Where it begins in the text, and where what follows it does. */
  readonly start: number;
  readonly end: number;
}

type Kind = keyof typeof forms;

const letter = String.raw`A-Za-z_\u0080-\uffff`;
const space = String.raw`[ \t\n\r\f\v]`;
/** Strings with nothing but a line break between them are one. */
const continued = String.raw`[ \t\f\v]*[\n\r]${space}*'`;
const escaped = String.raw`[^'\\]*(?:(?:\\[^]|'')[^'\\]*)*`;
const plain = `[^']*(?:''[^']*)*`;
const operator = String.raw`(?!--|\/\*)[-+*\/<>=~!@#%^&|\`?]`;

/** In the order in which they are tried. What is quoted and never closed takes the rest. */
const forms = {
  space: `${space}+`,
  comment: String.raw`--[^\n\r]*|\/\*`,
  string: [
    `[eE]'${escaped}(?:'(?:${continued}${escaped}')*|$)`,
    `(?:[uU]&|[bBxXnN])?'${plain}(?:'(?:${continued}${plain}')*|$)`,
    String.raw`(?<tag>\$(?:[${letter}][${letter}0-9]*)?\$)[^]*?(?:\k<tag>|$)`,
  ].join("|"),
  quotedName: `(?:[uU]&)?"[^"]*(?:""[^"]*)*(?:"|$)`,
  word: `[${letter}][${letter}0-9$]*`,
  parameter: String.raw`\$\d+`,
  number: String.raw`0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?`,
  // `a*-1` has two operators: only one with another special character may end in + or -.
  operator: [
    `(?:${operator})*(?!--|\\/\\*)[~!@#%^&|\`?](?:${operator})*`,
    `(?:${operator})*(?!--|\\/\\*)[*\\/<>=]`,
    "[-+]",
  ].join("|"),
  punctuation: String.raw`::|:=|\.\.|[^]`,
} as const;

const form = new RegExp(
  Object.entries(forms)
    .map(([kind, source]) => `(?<${kind}>${source})`)
    .join("|"),
  "y",
);

/** The tokens, which together are the text again. Strings follow `standard_conforming_strings`. */
export function scanSql(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let start = 0; start < sql.length;) {
    form.lastIndex = start;
    const { groups = {} } = form.exec(sql) ?? {};
    const kind = kinds.find((name) => groups[name] !== undefined) ?? "punctuation";
    const first = groups[kind] ?? "";
    const end = first === "/*" ? endOfComment(sql, start) : start + first.length;
    tokens.push({ kind, text: sql.slice(start, end), start, end });
    start = end;
  }
  return tokens;
}

const kinds = Object.keys(forms).filter((name): name is Kind => name in forms);

function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

export function codeOf(sql: string): readonly SqlToken[] {
  return scanSql(sql).filter(({ kind }) => kind !== "space" && kind !== "comment");
}

export function mapTokens(sql: string, replace: (token: SqlToken) => string): string {
  return scanSql(sql).map(replace).join("");
}

/** The text with its strings empty and without its comments, for a look at the rest. */
export function withoutStrings(sql: string): string {
  return mapTokens(sql, ({ kind, text }) =>
    kind === "string" ? "''" : kind === "comment" ? " " : text,
  );
}

/** {@link withoutStrings}, and quoted names empty, for a look at keywords and operators. */
export function withoutQuoted(sql: string): string {
  return withoutStrings(sql).replaceAll(/"(?:[^"]|"")*"/g, '""');
}

/** The name that a token means: PostgreSQL folds the ASCII letters of a word. */
export function nameOf(token: SqlToken | undefined): string | undefined {
  if (token?.kind === "word") return token.text.replaceAll(/[A-Z]+/g, (part) => part.toLowerCase());
  if (token?.kind !== "quotedName") return undefined;
  return token.text.slice(token.text.indexOf('"') + 1, -1).replaceAll('""', '"');
}

/** A name of one or more parts, `schema.table.column`; a keyword looks like one, too. */
interface SqlName {
  readonly parts: readonly string[];
  readonly tokens: readonly SqlToken[];
  /** The tokens around it, spaces and comments left out. */
  readonly before: SqlToken | undefined;
  readonly after: SqlToken | undefined;
}

/** @example namesIn("select a from s.t")[3]?.parts // ["s", "t"] */
export function namesIn(sql: string): readonly SqlName[] {
  const code = codeOf(sql);
  const names: SqlName[] = [];
  for (let at = 0; at < code.length; at += 1) {
    const first = at;
    const tokens: SqlToken[] = [];
    for (; nameOf(code[at]) !== undefined; at += 2) {
      tokens.push(...code.slice(at, at + 1));
      if (code[at + 1]?.text !== "." || nameOf(code[at + 2]) === undefined) break;
    }
    if (tokens.length === 0) continue;
    const parts = tokens.map((token) => nameOf(token) ?? "");
    names.push({ parts, tokens, before: code[first - 1], after: code[at + 1] });
  }
  return names;
}

/** The text with each name for which there is a replacement replaced. */
export function mapNames(sql: string, replace: (name: SqlName) => string | undefined): string {
  let written = "";
  let rest = 0;
  for (const name of namesIn(sql)) {
    const [first] = name.tokens;
    const text = replace(name);
    if (first === undefined || text === undefined) continue;
    written += sql.slice(rest, first.start) + text;
    rest = name.tokens.at(-1)?.end ?? first.end;
  }
  return written + sql.slice(rest);
}
