/**
 * Runs the `console` blocks of a document, each in its turn and all in one project, and tells what
 * they print. A block of code under `<!-- file: PATH -->` is written to the project at its turn,
 * `<!-- run: COMMAND -->` runs what readers need not see, and `<!-- new project -->` begins another
 * project with an empty database.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createDatabase } from "../support/database.js";
import { type Block, blocksOf, repository } from "./markdown.js";

/** A command of a document: what it says that the command prints, and what it printed. */
export interface Command {
  readonly command: string;
  readonly expected: string;
  readonly actual: string;
}

/** A block and its commands as they ran. */
export interface Played {
  readonly block: Block;
  readonly commands: readonly Command[];
}

/** @param bin the built program, which is what `npx gen` runs */
export async function play(markdown: string, bin: string): Promise<readonly Played[]> {
  const played: Played[] = [];
  let project: Project | undefined;
  try {
    for (const block of blocksOf(markdown)) {
      if (block.language === "new project") {
        project?.remove();
        project = undefined;
        continue;
      }
      const file = /^file: (.*)$/.exec(block.comment ?? "")?.[1];
      if (file === undefined && !["console", "run"].includes(block.language)) continue;
      project ??= new Project(bin, (await createDatabase()).url);
      if (file !== undefined) project.write(file, block.text);
      else if (block.language === "run") await project.runHidden(block.text);
      else played.push({ block, commands: await project.runAll(block) });
    }
    return played;
  } finally {
    project?.remove();
  }
}

/** What a `console` block says: each command and what it prints. */
export function commandsOf({ text }: Block): readonly Omit<Command, "actual">[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...lines] = part.trimEnd().split("\n");
      return { command, expected: lines.join("\n") };
    });
}

/** The block with what its commands printed, in the identifiers that the document uses. */
export function rewritten({ commands }: Played): string {
  return commands
    .map(({ command, actual }) => (actual === "" ? `$ ${command}` : `$ ${command}\n${actual}`))
    .join("\n");
}

class Project {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), "gen-docs-")));
  readonly #directory = join(this.#root, "fleet");
  /** The document's revision identifiers by those of this run. */
  readonly #ids = new Map<string, string>();
  #status = 0;

  constructor(
    bin: string,
    private readonly databaseUrl: string,
  ) {
    mkdirSync(this.#directory);
    symlinkSync(join(repository, "node_modules"), join(this.#directory, "node_modules"));
    this.write("package.json", '{ "name": "fleet", "type": "module" }');
    const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${bin}" "$@"\n`;
    writeFileSync(join(this.#root, "npx"), npx, { mode: 0o755 });
  }

  write(file: string, text: string): void {
    const path = join(this.#directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }

  async runAll(block: Block): Promise<readonly Command[]> {
    const commands: Command[] = [];
    for (const { command, expected } of commandsOf(block)) {
      const printed = await this.#run(this.#toActual(command));
      commands.push({ command, expected, actual: this.#toDocument(printed, expected) });
    }
    return commands;
  }

  /** @throws Error if it fails: what comes next stands on it */
  async runHidden(command: string): Promise<void> {
    const printed = await this.#run(this.#toActual(command));
    for (const id of idsIn(printed)) this.#ids.set(id, this.#ids.get(id) ?? id);
    if (this.#status !== 0) throw new Error(`${command}\n${printed}`);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  async #run(command: string): Promise<string> {
    // `$?` is of the command before, which was another shell's.
    const child = spawn("sh", ["-c", `exec 2>&1; (exit ${this.#status}); ${command}`], {
      cwd: this.#directory,
      env: {
        PATH: `${this.#root}:${process.env["PATH"]}`,
        HOME: process.env["HOME"],
        DATABASE_URL: this.databaseUrl,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    this.#status = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    });
    return Buffer.concat(chunks).toString().trimEnd();
  }

  #toActual(command: string): string {
    let text = command;
    for (const [actual, written] of this.#ids) text = text.replaceAll(written, actual);
    return text;
  }

  /** Random identifiers, dates and durations as the document has them, if it has any. */
  #toDocument(printed: string, expected: string): string {
    const written = idsIn(expected).filter((id) => ![...this.#ids.values()].includes(id));
    for (const id of idsIn(printed)) {
      if (!this.#ids.has(id)) this.#ids.set(id, written.shift() ?? id);
    }
    let text = printed;
    for (const [actual, id] of this.#ids) text = text.replaceAll(actual, id);
    text = sameAs(text, expected, /\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g);
    text = sameAs(text, expected, /\b\d+ ms\b/g);
    return sameAs(text, expected, /"durationMs": \d+/g);
  }
}

function idsIn(text: string): string[] {
  return [...new Set(text.match(/\b[0-9a-f]{12}(?![0-9a-f])/g) ?? [])];
}

/** `text` with what the pattern finds in it replaced by what it finds in `model`, one by one. */
function sameAs(text: string, model: string, pattern: RegExp): string {
  const wanted = model.match(pattern) ?? [];
  return text.replaceAll(pattern, (found) => wanted.shift() ?? found);
}
