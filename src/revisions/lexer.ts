/** A token of TypeScript, as far as reading a header needs to tell them apart. */
export type Token = {
  /** As it stands in the source. */
  readonly text: string;
  readonly line: number;
  /** Whether a line break stands before it. */
  readonly afterNewline: boolean;
} & (
  | { readonly kind: "word" | "punctuation" | "other" }
  | { readonly kind: "string"; readonly value: string }
);

export interface Lexer {
  next(): Token | undefined;
  peek(): Token | undefined;
  atEnd(): boolean;
  /**
   * The text of the comment that describes the file: the first one read that names a revision, else
   * the first at the very top that is no instruction to a tool.
   */
  comment(): string;
}

const space = /\s+/y;
const lineComment = /\/\/[^\n]*|#![^\n]*/y;
const blockComment = /\/\*([^]*?)(?:\*\/|$)/y;
const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const string = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const plainTemplate = /`(?:[^`\\$]|\\[^]|\$(?!\{))*`/y;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const number = /\d[\w.]*/y;

/** Reads tokens from the beginning of a module, skipping comments. */
export function createLexer(source: string): Lexer {
  let position = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  let peeked: { readonly token: Token | undefined } | undefined;
  let previous: Token | undefined;
  const comments: string[] = [];
  let leading = 0;

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };

  /** Skips spaces and comments; whether there was a line break among them. */
  const skip = (): boolean => {
    const start = position;
    for (;;) {
      if (take(space) !== null || take(lineComment) !== null) continue;
      const comment = take(blockComment);
      if (comment === null) return source.slice(start, position).includes("\n");
      comments.push(comment[1] ?? "");
      if (previous === undefined) leading = comments.length;
    }
  };

  const read = (): Token | undefined => {
    const afterNewline = skip();
    if (position >= source.length) return undefined;
    const start = position;
    const place = {
      afterNewline,
      get line(): number {
        return source.slice(0, start).split("\n").length;
      },
    };
    const text = (take(word) ?? take(number))?.[0];
    if (text !== undefined) return Object.assign(place, { kind: "word" as const, text });
    const quoted = (take(string) ?? take(plainTemplate))?.[0];
    if (quoted !== undefined) {
      return Object.assign(place, {
        kind: "string" as const,
        text: quoted,
        value: unquote(quoted),
      });
    }
    if (source[position] === "`") {
      position = endOfTemplate(source, position);
      return Object.assign(place, { kind: "other" as const, text: source.slice(start, position) });
    }
    if (startsExpression(previous) && take(regularExpression) !== null) {
      return Object.assign(place, { kind: "other" as const, text: source.slice(start, position) });
    }
    position += 1;
    return Object.assign(place, {
      kind: "punctuation" as const,
      text: source.slice(start, position),
    });
  };

  const peek = (): Token | undefined => (peeked ??= { token: read() }).token;
  return {
    peek,
    next() {
      const token = peek();
      peeked = undefined;
      previous = token ?? previous;
      return token;
    },
    atEnd: () => peek() === undefined,
    comment: () =>
      comments.find((text) => text.includes("Revision ID:")) ??
      comments.slice(0, leading).find((text) => !instruction.test(text)) ??
      "",
  };
}

/** Such as `eslint-disable`, `@ts-nocheck`, `prettier-ignore`. */
const instruction =
  /^[\s*!]*(?:@ts-|(?:eslint|oxlint|tslint|biome|prettier|deno|istanbul|c8|v8)[- ])/;

/** After these a `/` begins a regular expression and is no division. */
function startsExpression(previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === "word")
    return /^(?:return|typeof|case|in|of|await|yield)$/.test(previous.text);
  return previous.kind === "punctuation" && !")]}".includes(previous.text);
}

/** The end of a template with substitutions, which may hold templates themselves. */
function endOfTemplate(source: string, start: number): number {
  const open: ("`" | "{")[] = ["`"];
  let position = start + 1;
  while (open.length > 0 && position < source.length) {
    const character = source[position];
    const inText = open.at(-1) === "`";
    if (character === "\\") position += 1;
    else if (character === "`") {
      if (inText) open.pop();
      else open.push("`");
    } else if (inText && character === "$" && source[position + 1] === "{") {
      open.push("{");
      position += 1;
    } else if (!inText && character === "{") open.push("{");
    else if (!inText && character === "}") open.pop();
    position += 1;
  }
  return position;
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  0: "\0",
  "\n": "",
};

function unquote(quoted: string): string {
  const body = quoted.slice(1, -1);
  if (!body.includes("\\")) return body;
  return body.replace(
    /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([^]))/gi,
    (_, braced?: string, four?: string, two?: string, single?: string) => {
      const code = braced ?? four ?? two;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return escapes[single ?? ""] ?? single ?? "";
    },
  );
}
