import { ExitStatus, GenError } from "../errors.js";
import { createLexer, type Lexer, type Token } from "./lexer.js";
import type { RevisionFile } from "./types.js";
import { readWrittenHeader } from "./written-header.js";

/** What one file's text says about its revision. */
export type Header = Omit<RevisionFile, "path">;

const constants = ["revision", "downRevision", "branchLabels", "dependsOn"] as const;
type Constant = (typeof constants)[number];
type Value = null | string | readonly string[];

/**
 * Reads `export const revision = "…"` and the three others, and the leading comment, without
 * running anything. `branchLabels` and `dependsOn` may be missing.
 *
 * @param source the text, or its beginning
 * @param path named in errors
 * @returns `undefined` if `source` is only the beginning (`complete` is false) and does not hold
 *   all four
 * @throws GenError `revision_header`
 */
export function readHeader(source: string, path: string, complete = true): Header | undefined {
  const written = readWrittenHeader(source);
  if (written !== undefined) {
    const values = new Map(constants.map((name, index) => [name, written.values[index] ?? null]));
    return headerOf(values, written.comment, path);
  }
  const values = new Map<Constant, Value>();
  const lexer = createLexer(source);
  try {
    scan(lexer, values);
  } catch (error) {
    if (!(error instanceof NotLiteral)) throw error;
    if (!complete) return undefined;
    throw headerError(path, error.message, error.hint);
  }
  if (values.size < constants.length && !complete) return undefined;
  return headerOf(values, lexer.comment(), path);
}

function headerOf(values: ReadonlyMap<Constant, Value>, comment: string, path: string): Header {
  const revision = values.get("revision");
  if (typeof revision !== "string") {
    throw headerError(
      path,
      revision === undefined
        ? 'there is no `export const revision = "…";`'
        : "`revision` must be one string",
      revision === undefined
        ? "A revision file exports its header as literals. If this is no revision file, move it elsewhere, or begin its name with `_`."
        : 'Write `export const revision = "<identifier>";`.',
    );
  }
  const downRevision = values.get("downRevision");
  if (downRevision === undefined) {
    throw headerError(
      path,
      "there is no `export const downRevision = …;`",
      "Write the parent's identifier, an array of them for a merge, or `null` for the first revision.",
    );
  }
  return {
    revision,
    downRevision: listOf(downRevision),
    branchLabels: listOf(values.get("branchLabels") ?? null),
    dependsOn: listOf(values.get("dependsOn") ?? null),
    ...describe(comment),
  };
}

function listOf(value: Value): readonly string[] {
  if (value === null) return [];
  return typeof value === "string" ? [value] : value;
}

/** The first paragraph, the date and the author from the text of the leading comment. */
function describe(comment: string): Pick<Header, "message" | "createDate" | "author"> {
  const paragraph = firstParagraph.exec(comment)?.[1] ?? "";
  const message = paragraph.includes("\n")
    ? paragraph.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim()
    : paragraph.trim();
  const date = createDate.exec(comment)?.[1]?.trim();
  const name = author.exec(comment)?.[1]?.trim();
  return { message, ...(date && { createDate: date }), ...(name && { author: name }) };
}

const lineStart = String.raw`[ \t]*\*?[ \t]*`;
const firstParagraph = new RegExp(
  String.raw`^[\s*]*((?!Revision ID:)[^\s*][^\n]*(?:\n${lineStart}(?!Revision ID:)[^\s*][^\n]*)*)`,
);
const createDate = new RegExp(String.raw`(?:^|\n)${lineStart}Create Date:[ \t]*([^\n]+)`);

const author = new RegExp(String.raw`\n${lineStart}Author:[ \t]*([^\n]+)`);

/** Goes through the top level until all four constants are found. */
function scan(lexer: Lexer, values: Map<Constant, Value>): void {
  let depth = 0;
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (token.kind === "punctuation") {
      if ("{([".includes(token.text)) depth += 1;
      else if ("})]".includes(token.text)) depth -= 1;
    } else if (depth === 0 && token.text === "export" && token.kind === "word") {
      if (lexer.peek()?.text !== "const") continue;
      lexer.next();
      readDeclarations(lexer, values);
      if (values.size === constants.length) return;
    }
  }
}

/** `name [: type] = literal [as …] [, name = …] ;` */
function readDeclarations(lexer: Lexer, values: Map<Constant, Value>): void {
  for (;;) {
    const name = constants.find((constant) => constant === lexer.peek()?.text);
    if (name === undefined) return;
    lexer.next();
    skipType(lexer);
    values.set(name, readLiteral(lexer, name));
    if (lexer.peek()?.text !== ",") return;
    lexer.next();
  }
}

/** From `:` to the `=` that is outside of all brackets. */
function skipType(lexer: Lexer): void {
  let depth = 0;
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (token.kind !== "punctuation") continue;
    if ("{([<".includes(token.text)) depth += 1;
    else if ("})]>".includes(token.text)) depth -= 1;
    else if (token.text === "=" && depth === 0) return;
  }
}

function readLiteral(lexer: Lexer, name: Constant): Value {
  const token = lexer.next();
  const value = valueOf(token, lexer, name);
  endLiteral(lexer, name);
  return value;
}

function valueOf(token: Token | undefined, lexer: Lexer, name: Constant): Value {
  if (token?.kind === "string") return token.value;
  if (token?.kind === "word" && token.text === "null") return null;
  if (token?.text !== "[") throw new NotLiteral(name, token);
  const values: string[] = [];
  for (let item = lexer.next(); item?.text !== "]" || item.kind === "string"; item = lexer.next()) {
    if (item?.kind !== "string") throw new NotLiteral(name, item);
    values.push(item.value);
    const after = lexer.peek();
    if (after?.text === ",") lexer.next();
    else if (after?.text !== "]") throw new NotLiteral(name, after);
  }
  return values;
}

/** Skips `as const`, `as string | null` and `satisfies …`; anything else makes it an expression. */
function endLiteral(lexer: Lexer, name: Constant): void {
  let token = lexer.peek();
  if (token?.text === "as" || token?.text === "satisfies") {
    do {
      lexer.next();
      token = lexer.peek();
    } while (token !== undefined && !isEnd(token));
  }
  if (!lexer.atEnd() && (token === undefined || !isEnd(token))) throw new NotLiteral(name, token);
}

function isEnd(token: Token): boolean {
  if (token.kind === "punctuation") return token.text === ";" || token.text === ",";
  return token.kind === "word" && token.afterNewline && !/^(?:in|instanceof)$/.test(token.text);
}

class NotLiteral extends Error {
  readonly hint: string;

  constructor(name: Constant, token: Token | undefined) {
    const found =
      token === undefined ? "the end of the file" : `\`${token.text}\` on line ${token.line}`;
    super(`\`${name}\` is not a literal: found ${found}`);
    this.hint =
      name === "revision"
        ? 'The header is read without running the file: write `export const revision = "<identifier>";`.'
        : `The header is read without running the file: \`${name}\` must be null, a string, or an array of strings.`;
  }
}

function headerError(path: string, problem: string, hint: string): GenError {
  return new GenError("revision_header", `${path}: ${problem}.`, {
    hint,
    status: ExitStatus.failed,
  });
}
