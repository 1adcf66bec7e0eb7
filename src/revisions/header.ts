import type * as TsMorph from "ts-morph";
import { failedError, type GenError } from "../errors.js";
import { loadTsMorph } from "../typescript.js";
import type { RevisionFile } from "./revision.js";

/** The header of a revision file. */
export type Header = Omit<RevisionFile, "path">;

/**
 * Reads `export const revision = "…"`, the three other constants, and the leading comment, without
 * running anything. `branchLabels` and `dependsOn` may be missing.
 *
 * @param source the text, or its beginning
 * @returns `undefined` if `source` is only the beginning (`complete` is false) and lacks a constant
 */
export function readHeader(source: string, path: string): Header;
export function readHeader(source: string, path: string, complete: boolean): Header | undefined;
export function readHeader(source: string, path: string, complete = true): Header | undefined {
  const usual = usualHeader.exec(source)?.groups;
  const holds = (name: Constant): boolean =>
    usual?.[name] !== undefined || (complete && !source.includes(name));
  if (usual !== undefined && constants.every(holds)) {
    return headerOf((name) => usualValue(usual[name]), [usual["comment"] ?? ""], path);
  }
  if (!complete) return undefined;
  const { literals, comments } = parse(source, path);
  const leading = comments.filter(({ text, isLeading }) => isLeading || isHeader(text));
  const texts = leading.map(({ text }) => text);
  return headerOf((name) => literals.get(name)?.value, texts, path);
}

/**
 * A migration's text with other parents: changes the constant `downRevision` and the line
 * `Revises:` of the leading comment, and no other byte.
 *
 * @example rewriteParents(source, ["3f2a9c81b0de"], path)
 */
export function rewriteParents(source: string, downRevision: readonly string[], path: string) {
  const { literals, comments } = parse(source, path);
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
  const comment = comments.find(({ text, pos }) => pos < start && revises.test(text));
  if (comment === undefined) return written;
  const { pos } = comment;
  const text = comment.text.replace(
    revises,
    (_, before: string) => `${before}${downRevision.join(", ") || "<base>"}`,
  );
  return `${written.slice(0, pos)}${text}${written.slice(pos + comment.text.length)}`;
}

const constants = ["revision", "downRevision", "branchLabels", "dependsOn"] as const;
type Constant = (typeof constants)[number];
type Value = null | string | readonly string[];

const plain = String.raw`(?:"[^"\\\n]*"|'[^'\\\n]*')`;
const plainValue = String.raw`null|${plain}|\[\s*(?:${plain}\s*,\s*)*(?:${plain}\s*)?\]`;
const lineComment = String.raw`[^\S\n]*(?:\/\/[^\n]*)?`;
const endOfLiteral = String.raw`(?:;|(?=${lineComment}\n\s*export\b))${lineComment}`;

/** Reads a header as `gen` or a formatter writes it, without loading a parser. */
const usualHeader = new RegExp(
  [
    String.raw`^\s*(?<comment>\/\*(?:[^*]|\*(?!\/))*\*\/)?\s*(?:import\s[^"';]*${plain};?\s+)*`,
    ...constants.map((name, at) => {
      const value = String.raw`export const ${name}(?:: [\w |[\]]+)? = (?<${name}>${plainValue})${endOfLiteral}\s*`;
      return at < 2 ? value : `(?:${value})?`;
    }),
  ].join(""),
);

function usualValue(text: string | undefined): Value {
  if (text === undefined || text === "null") return null;
  const names = Array.from(text.matchAll(/["']([^"']*)["']/g), ([, name = ""]) => name);
  return text.startsWith("[") ? names : (names[0] ?? null);
}

function headerOf(
  valueOf: (name: Constant) => Value | undefined,
  comments: readonly string[],
  path: string,
): Header {
  const revision = valueOf("revision");
  if (revision === undefined) {
    throw headerError(
      path,
      'there is no `export const revision = "…";`',
      "A revision file exports its header as literals. If this is not a revision file, move it elsewhere, or begin its name with `_`.",
    );
  }
  if (typeof revision !== "string") {
    const problem = "`revision` must be one string";
    throw headerError(path, problem, 'Write `export const revision = "<identifier>";`.');
  }
  if (valueOf("downRevision") === undefined) throw noParents(path);
  const listOf = (name: Constant): readonly string[] => [valueOf(name) ?? []].flat();
  return {
    revision,
    downRevision: listOf("downRevision"),
    branchLabels: listOf("branchLabels"),
    dependsOn: listOf("dependsOn"),
    ...describe(leadingComment(comments)),
  };
}

function noParents(path: string): GenError {
  return headerError(
    path,
    "there is no `export const downRevision = …;`",
    "Write the parent's identifier, an array of them for a merge, or `null` for the first revision.",
  );
}

/** A constant's value and its position. */
interface Literal {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

/** The exported constants of the header, and the comments above the statements. */
function parse(text: string, path: string) {
  const { ts } = loadTsMorph();
  // The compiler accepts a shebang only without a byte order mark before it.
  const source = text.replace(/^\ufeff?#!.*/, (line) => " ".repeat(line.length));
  const file = ts.createSourceFile("migration.ts", source, ts.ScriptTarget.Latest, true);
  const literals = new Map<Constant, Literal>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || !/^export\b/.test(statement.getText())) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const constant = constants.find((known) => known === name.getText());
      if (constant === undefined || literals.has(constant)) continue;
      literals.set(constant, readLiteral(constant, initializer, file, path));
    }
  }
  const nodes = [...file.statements, file.endOfFileToken];
  const comments = nodes.flatMap((node, at) => {
    const ranges = ts.getLeadingCommentRanges(source, node.pos) ?? [];
    return ranges.map(({ pos, end }) => ({
      text: source.slice(pos, end),
      pos,
      isLeading: at === 0,
    }));
  });
  return { literals, comments };
}

function readLiteral(
  name: Constant,
  initializer: TsMorph.ts.Expression | undefined,
  file: TsMorph.ts.SourceFile,
  path: string,
): Literal {
  const { ts } = loadTsMorph();
  let node = initializer;
  while (node && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)))
    node = node.expression;
  const place = { start: node?.getStart() ?? 0, end: node?.end ?? 0 };
  if (node?.kind === ts.SyntaxKind.NullKeyword) return { value: null, ...place };
  if (node && ts.isStringLiteralLike(node)) return { value: node.text, ...place };
  let wrong: TsMorph.ts.Node | undefined = node;
  if (node && ts.isArrayLiteralExpression(node)) {
    const strings = node.elements.filter(ts.isStringLiteralLike);
    const isClosed = node.getLastToken()?.kind === ts.SyntaxKind.CloseBracketToken;
    wrong = node.elements.find((element) => !ts.isStringLiteralLike(element));
    if (wrong === undefined && isClosed)
      return { value: strings.map(({ text }) => text), ...place };
  } else if (node && ts.isBinaryExpression(node)) wrong = node.operatorToken;
  wrong = wrong?.getFirstToken() ?? wrong;
  const line = 1 + file.getLineAndCharacterOfPosition(wrong?.getStart() ?? 0).line;
  const found =
    wrong === undefined ? "the end of the file" : `\`${wrong.getText()}\` on line ${line}`;
  const form =
    name === "revision"
      ? 'write `export const revision = "<identifier>";`.'
      : `\`${name}\` must be null, a string, or an array of strings.`;
  const problem = `\`${name}\` is not a literal: found ${found}`;
  throw headerError(path, problem, `The header is read without running the file: ${form}`);
}

function headerError(path: string, problem: string, hint: string): GenError {
  return failedError("revision_header", `${path}: ${problem}.`, hint);
}

/** The comment that names a revision, else the first at the top that instructs no tool. */
function leadingComment(comments: readonly string[]): string {
  const blocks = comments.filter((text) => text.startsWith("/*"));
  const found = blocks.find(isHeader) ?? blocks.find((text) => !instruction.test(text)) ?? "";
  return found.replace(/^\/\*|\*\/$/g, "");
}

function isHeader(comment: string): boolean {
  return comment.includes("Revision ID:");
}

/** Such as `eslint-disable`, `@ts-nocheck`, `prettier-ignore`. */
const instruction =
  /^[/\s*!]*(?:@ts-|(?:eslint|oxlint|tslint|biome|prettier|deno|istanbul|c8|v8)[- ])/;

/** The first paragraph, the date and the author in the leading comment. */
function describe(comment: string): Pick<Header, "message" | "createDate" | "author"> {
  const paragraph = firstParagraph.exec(comment)?.[1] ?? "";
  const message = paragraph.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim();
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
