import { failedError, type GenError } from "../errors.js";
import { type Comment, Lexer, type Token, unquote } from "./lexer.js";
import type { RevisionFile } from "./revision.js";

/** What one file's text says about its revision. */
export type Header = Omit<RevisionFile, "path">;

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
  const asWritten = written.exec(source);
  if (asWritten !== null) {
    const [, comment = "", ...values] = asWritten;
    return headerOf(
      new Map(constants.map((name, at) => [name, writtenValue(values[at])])),
      comment,
      path,
    );
  }
  const { literals, comments, problem } = scan(source);
  if (!complete && (problem !== undefined || literals.size < constants.length)) return undefined;
  if (problem !== undefined) throw headerError(path, problem.message, problem.hint);
  const values = new Map([...literals].map(([name, { value }]) => [name, value]));
  return headerOf(values, leadingComment(comments), path);
}

/**
 * A migration's text with other parents: the constant `downRevision` and the line `Revises:` of
 * the comment above it. Everything else stays as it is, to the byte.
 *
 * @param path named in errors
 * @throws GenError `revision_header`
 * @example rewriteParents(source, ["3f2a9c81b0de"], path)
 */
export function rewriteParents(
  source: string,
  downRevision: readonly string[],
  path: string,
): string {
  const { literals, comments, problem } = scan(source);
  if (problem !== undefined) throw headerError(path, problem.message, problem.hint);
  const parents = literals.get("downRevision");
  if (parents === undefined) throw noParents(path);
  const { start, end } = parents;
  const names = downRevision.map((name) => JSON.stringify(name));
  const constant = names.length > 1 ? `[${names.join(", ")}]` : (names[0] ?? "null");
  const revision = literals.get("revision");
  const quotes = source.slice(revision?.start ?? start, revision?.end) + source.slice(start, end);
  const isSingle = /^[^"]*'[^"]*$/.test(quotes);
  const value = isSingle ? constant.replaceAll('"', "'") : constant;
  const written = `${source.slice(0, start)}${value}${source.slice(end)}`;
  const revises = /^([\s/*]*Revises:[ \t]*)(.*?)(?=[ \t]*(?:\*\/)?[ \t]*$)/m;
  const comment = comments.find((one) => one.start < start && revises.test(one.text));
  if (comment === undefined) return written;
  const text = comment.text.replace(
    revises,
    (_, before: string) => `${before}${downRevision.join(", ") || "<base>"}`,
  );
  return `${written.slice(0, comment.start)}${text}${written.slice(comment.start + comment.text.length)}`;
}

const constants = ["revision", "downRevision", "branchLabels", "dependsOn"] as const;
type Constant = (typeof constants)[number];
type Value = null | string | readonly string[];

/** A constant's value, and where it stands. */
interface Literal {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

const plain = String.raw`"[^"\\\n]*"`;
const plainValue = String.raw`null|${plain}|\[\s*(?:${plain}\s*,\s*)*(?:${plain}\s*)?\]`;
/**
 * A header as `gen` writes it. One match reads a thousand files in ten milliseconds, where reading
 * token by token takes fifty.
 */
const written = new RegExp(
  [
    String.raw`^\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(?:import\s[^"';]*${plain};\s*)*`,
    ...constants.map(
      (name) => String.raw`export const ${name} = (${plainValue});[^\S\n]*(?:\/\/[^\n]*)?\s*`,
    ),
  ].join(""),
);

function writtenValue(text = "null"): Value {
  if (text === "null") return null;
  if (text.startsWith('"')) return text.slice(1, -1);
  return Array.from(text.matchAll(/"([^"]*)"/g), ([, item = ""]) => item);
}

function headerOf(values: ReadonlyMap<Constant, Value>, comment: string, path: string): Header {
  const revision = values.get("revision");
  if (revision === undefined) {
    throw headerError(
      path,
      'there is no `export const revision = "…";`',
      "A revision file exports its header as literals. If this is no revision file, move it elsewhere, or begin its name with `_`.",
    );
  }
  if (typeof revision !== "string") {
    throw headerError(
      path,
      "`revision` must be one string",
      'Write `export const revision = "<identifier>";`.',
    );
  }
  const downRevision = values.get("downRevision");
  if (downRevision === undefined) throw noParents(path);
  return {
    revision,
    downRevision: listOf(downRevision),
    branchLabels: listOf(values.get("branchLabels") ?? null),
    dependsOn: listOf(values.get("dependsOn") ?? null),
    ...describe(comment),
  };
}

function noParents(path: string): GenError {
  return headerError(
    path,
    "there is no `export const downRevision = …;`",
    "Write the parent's identifier, an array of them for a merge, or `null` for the first revision.",
  );
}

function listOf(value: Value): readonly string[] {
  if (value === null) return [];
  return typeof value === "string" ? [value] : value;
}

interface Scanned {
  readonly literals: ReadonlyMap<Constant, Literal>;
  readonly comments: readonly Comment[];
  readonly problem?: NotLiteral | undefined;
}

/** Goes through the top level until all four constants are found. */
function scan(source: string): Scanned {
  const lexer = new Lexer(source);
  const { comments } = lexer;
  const literals = new Map<Constant, Literal>();
  let depth = 0;
  try {
    for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
      if (token.kind === "punctuation") {
        if ("{([".includes(token.text)) depth += 1;
        else if ("})]".includes(token.text)) depth -= 1;
      } else if (depth === 0 && token.text === "export" && lexer.peek()?.text === "const") {
        lexer.next();
        readDeclarations(lexer, literals);
        if (literals.size === constants.length) break;
      }
    }
  } catch (error) {
    if (error instanceof NotLiteral) return { literals, comments, problem: error };
    throw error;
  }
  return { literals, comments };
}

/** `name [: type] = literal [as …] [, name = …] ;` */
function readDeclarations(lexer: Lexer, literals: Map<Constant, Literal>): void {
  for (;;) {
    const name = constants.find((constant) => constant === lexer.peek()?.text);
    if (name === undefined) return;
    lexer.next();
    skipType(lexer);
    literals.set(name, readLiteral(lexer, name));
    endLiteral(lexer, name);
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

function readLiteral(lexer: Lexer, name: Constant): Literal {
  const token = lexer.next();
  if (token?.kind === "string") return { ...placeOf(token), value: unquote(token.text) };
  if (token?.text === "null") return { ...placeOf(token), value: null };
  if (token?.text !== "[") throw new NotLiteral(name, token, lexer);
  const value: string[] = [];
  let item = lexer.next();
  for (; item?.text !== "]"; item = lexer.next()) {
    if (item?.kind !== "string") throw new NotLiteral(name, item, lexer);
    value.push(unquote(item.text));
    const after = lexer.peek();
    if (after?.text === ",") lexer.next();
    else if (after?.text !== "]") throw new NotLiteral(name, after, lexer);
  }
  return { value, start: token.start, end: item.end };
}

function placeOf({ start, end }: Token): Pick<Literal, "start" | "end"> {
  return { start, end };
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
  if (token !== undefined && !isEnd(token)) throw new NotLiteral(name, token, lexer);
}

function isEnd(token: Token): boolean {
  if (token.kind === "punctuation") return token.text === ";" || token.text === ",";
  return token.kind === "word" && token.afterNewline && !/^(?:in|instanceof)$/.test(token.text);
}

class NotLiteral extends Error {
  readonly hint: string;

  constructor(name: Constant, token: Token | undefined, { source }: Lexer) {
    const line = source.slice(0, token?.start).split("\n").length;
    const found = token === undefined ? "the end of the file" : `\`${token.text}\` on line ${line}`;
    super(`\`${name}\` is not a literal: found ${found}`);
    this.hint =
      name === "revision"
        ? 'The header is read without running the file: write `export const revision = "<identifier>";`.'
        : `The header is read without running the file: \`${name}\` must be null, a string, or an array of strings.`;
  }
}

function headerError(path: string, problem: string, hint: string): GenError {
  return failedError("revision_header", `${path}: ${problem}.`, hint);
}

/**
 * The text of the block comment that describes the file: the first one that names a revision, else
 * the first at the very top that is no instruction to a tool.
 */
function leadingComment(comments: readonly Comment[]): string {
  const blocks = comments.filter(({ text }) => text.startsWith("/*"));
  const found =
    blocks.find(({ text }) => text.includes("Revision ID:")) ??
    blocks.find(({ text, isLeading }) => isLeading && !instruction.test(text));
  return found?.text.replace(/^\/\*|\*\/$/g, "") ?? "";
}

/** Such as `eslint-disable`, `@ts-nocheck`, `prettier-ignore`. */
const instruction =
  /^[/\s*!]*(?:@ts-|(?:eslint|oxlint|tslint|biome|prettier|deno|istanbul|c8|v8)[- ])/;

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
