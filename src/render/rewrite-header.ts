/** Changes in the header of a migration that was written before. */
import type { Node } from "ts-morph";
import { ExitStatus, GenError } from "../errors.js";
import { constant } from "./header.js";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A migration's text with other parents: the constant `downRevision` and the line `Revises:` of
 * the comment above it. Everything else stays as it is, to the byte.
 *
 * @param path for messages
 * @throws GenError `revision_header` if there is no such constant
 * @example await rewriteParents(text, ["3f2a9c81b0de"], path)
 */
export async function rewriteParents(
  source: string,
  downRevision: readonly string[],
  path: string,
): Promise<string> {
  // ts-morph takes a byte order mark off, and counts without it.
  if (source.startsWith("\ufeff")) {
    return `\ufeff${await rewriteParents(source.slice(1), downRevision, path)}`;
  }
  const { Node: Nodes, Project } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { allowJs: true } });
  const file = project.createSourceFile("migration.ts", source);
  let value: Node | undefined = file.getVariableDeclaration("downRevision")?.getInitializer();
  while (Nodes.isAsExpression(value) || Nodes.isSatisfiesExpression(value)) {
    value = value.getExpression();
  }
  if (value === undefined) throw noConstant(path);
  const revision = file.getVariableDeclaration("revision")?.getInitializer()?.getText() ?? "";
  const edits: Edit[] = [
    {
      start: value.getStart(),
      end: value.getEnd(),
      text: inQuotesOf(`${revision}${value.getText()}`, constant(downRevision)),
    },
  ];
  const end = value.getStart();
  const comments = file
    .getStatements()
    .filter((statement) => statement.getFullStart() < end)
    .flatMap((statement) => statement.getLeadingCommentRanges());
  for (const comment of comments) {
    const line = /^([\s/*]*Revises:[ \t]*)(.*?)([ \t]*(?:\*\/)?[ \t]*)$/m.exec(comment.getText());
    if (line === null) continue;
    const [, before = "", old = ""] = line;
    const start = comment.getPos() + line.index + before.length;
    const text = downRevision.length === 0 ? "<base>" : downRevision.join(", ");
    edits.push({ start, end: start + old.length, text });
    break;
  }
  return applied(source, edits);
}

/** With the author's quotes. */
function inQuotesOf(old: string, text: string): string {
  return old.includes("'") && !old.includes('"') ? text.replaceAll('"', "'") : text;
}

function applied(source: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
      source,
    );
}

function noConstant(path: string): GenError {
  return new GenError("revision_header", `${path} has no constant \`downRevision\`.`, {
    hint: 'Write `export const downRevision = "…";`.',
    status: ExitStatus.failed,
  });
}
