/** A token of TypeScript and its place, as far as reading a header needs to tell them apart. */
export interface Token {
  readonly kind: "word" | "string" | "punctuation" | "other";
  /** As it stands in the source. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line break stands before it. */
  readonly afterNewline: boolean;
}

export interface Comment {
  /** With the marks around it. */
  readonly text: string;
  readonly start: number;
  /** Whether it stands at the very top, before any code. */
  readonly isLeading: boolean;
}

/** Reads tokens from the beginning of a module, one at a time, and keeps the comments aside. */
export class Lexer {
  readonly comments: Comment[] = [];
  #position = 0;
  #ahead: Token | undefined;
  #previous: Token | undefined;

  constructor(readonly source: string) {}

  next(): Token | undefined {
    const token = this.peek();
    this.#ahead = undefined;
    this.#previous = token ?? this.#previous;
    return token;
  }

  peek(): Token | undefined {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  #read(): Token | undefined {
    const afterNewline = this.#skip();
    const start = this.#position;
    const form = startsExpression(this.#previous) ? expressionForm : operatorForm;
    form.lastIndex = start;
    const match = form.exec(this.source);
    if (match === null) return undefined;
    const end = match[3] === undefined ? form.lastIndex : endOfTemplate(this.source, start);
    const kind = match[1] ? "word" : match[2] ? "string" : match[4] ? "punctuation" : "other";
    this.#position = end;
    return { kind, text: this.source.slice(start, end), start, end, afterNewline };
  }

  /** Skips spaces and comments; whether there was a line break among them. */
  #skip(): boolean {
    const { source } = this;
    const first = this.#position;
    for (;;) {
      blank.lastIndex = this.#position;
      const text = blank.exec(source)?.[1];
      this.#position = blank.lastIndex;
      if (text === undefined) return source.slice(first, this.#position).includes("\n");
      const start = this.#position - text.length;
      this.comments.push({ text, start, isLeading: this.#previous === undefined });
    }
  }
}

const blank = /\s*(\/\/[^\n]*|#![^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?)?/y;
const common = [
  String.raw`([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*)`,
  String.raw`("[^"\\\n]*(?:\\[^][^"\\\n]*)*"|'[^'\\\n]*(?:\\[^][^'\\\n]*)*'|\x60(?:[^\x60\\$]|\\[^]|\$(?!\{))*\x60)`,
  "(`)",
];
const regularExpression = String.raw`\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*`;
const operatorForm = new RegExp([...common, "([^])"].join("|"), "y");
const expressionForm = new RegExp([...common, regularExpression, "([^])"].join("|"), "y");

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

/** What a string of the source says. */
export function unquote(quoted: string): string {
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
