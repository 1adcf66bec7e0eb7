/** The parts of a Markdown document that can be checked. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(import.meta.dirname, "..", "..");

/** The documents, by their paths in the repository. */
export const documents: readonly string[] = [
  "README.md",
  "docs/guide.md",
  "docs/reference.md",
  "docs/architecture.md",
  "CONTRIBUTING.md",
];

/** A fenced block of code, or what readers do not see: `<!-- run: … -->`, `<!-- new project -->`. */
export interface Block {
  /** `run` and `new project` for what is hidden. */
  readonly language: string;
  readonly text: string;
  /** The comment right above it, `<!-- file: schema/users.ts -->`, without its marks. */
  readonly comment?: string;
  /** Of the first line of its text, from 0. */
  readonly line: number;
}

export function readDocument(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

export function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.split("\n");
  const found: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, hidden, action = ""] =
      /^<!-- (run|new project)(?:: (.*))? -->$/.exec(lines[at] ?? "") ?? [];
    if (hidden !== undefined) found.push({ language: hidden, text: action, line: at });
    const [, indent, language] = /^( *)```(\w*)/.exec(lines[at] ?? "") ?? [];
    if (indent === undefined || language === undefined) continue;
    const start = at + 1;
    let end = start;
    while (end < lines.length && lines[end] !== `${indent}\`\`\``) end += 1;
    const text = lines.slice(start, end).join("\n");
    found.push({ language, text, line: start, ...commentAbove(lines, at) });
    at = end;
  }
  return found;
}

function commentAbove(lines: readonly string[], fence: number): Pick<Block, "comment"> {
  // Prettier parts the comment from the fence by an empty line.
  const above = lines[fence - 1] === "" ? lines[fence - 2] : lines[fence - 1];
  const comment = /^<!-- (.*) -->$/.exec(above?.trim() ?? "")?.[1];
  return comment === undefined ? {} : { comment };
}

/** The document without its blocks of code. */
export function proseOf(markdown: string): string {
  return markdown.replaceAll(/^( *)```[^]*?^\1```$/gm, "");
}

/** What links can lead to in a document: its headings as GitHub names them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, title = ""] of proseOf(markdown).matchAll(/^#{1,6} (.*)$/gm)) {
    const slug = title
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-");
    let unique = slug;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${slug}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The text under a heading, up to the next heading of its level or above. */
export function sectionOf(markdown: string, heading: string): string | undefined {
  const lines = markdown.split("\n");
  const start = lines.indexOf(heading);
  if (start === -1) return undefined;
  const level = heading.indexOf(" ");
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return rest.slice(0, end === -1 ? rest.length : end).join("\n");
}
