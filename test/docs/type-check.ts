/** Type-checks the TypeScript of a document as its reader's compiler would. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as orm from "drizzle-orm";
import * as pgCore from "drizzle-orm/pg-core";
import { type Block, blocksOf, repository } from "./markdown.js";

/** @returns the compiler's complaints, with the lines of the document */
export async function typeErrors(markdown: string): Promise<readonly string[]> {
  const cache = join(repository, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, "docs-"));
  try {
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
    const blocks = new Map<string, Block>();
    for (const block of blocksOf(markdown).filter(({ language }) => language === "ts")) {
      // Each stands alone, in a folder of its own, beside the files that came before it.
      const folder = `block-${block.line + 1}`;
      const file = /^file: (.*)$/.exec(block.comment ?? "")?.[1] ?? "example.ts";
      blocks.set(folder, block);
      write(join(directory, folder, file), asModule(block.text));
      for (const [path, text] of earlierFiles(blocks, block))
        write(join(directory, folder, path), text);
    }
    return (await compile(directory)).filter((line) => line.startsWith("block-"));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    paths: { "drizzle-gen": ["../../../src/index.ts"] },
  },
  include: ["block-*/**/*.ts"],
};

function earlierFiles(
  blocks: ReadonlyMap<string, Block>,
  before: Block,
): readonly (readonly [string, string])[] {
  return [...blocks.values()].flatMap((block) => {
    const file = /^file: (.*\.ts)$/.exec(block.comment ?? "")?.[1];
    return file === undefined || block.line >= before.line ? [] : [[file, block.text] as const];
  });
}

/** A part of a migration becomes a function of one; what it uses of Drizzle is imported. */
function asModule(text: string): string {
  if (/^(import|export) /m.test(text)) return text;
  const used = (module: object) =>
    Object.keys(module).filter((name) => new RegExp(`\\b${name}[(\`]`).test(text));
  const drizzle = used(orm).filter((name) => !(name in pgCore));
  return [
    `import { ${drizzle.join(", ")} } from "drizzle-orm";`,
    `import { ${used(pgCore).join(", ")} } from "drizzle-orm/pg-core";`,
    'import { sqlType, type Op } from "drizzle-gen";',
    `export async function example(op: Op) { ${text}\n}`,
  ].join(" ");
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

async function compile(directory: string): Promise<readonly string[]> {
  const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
  const output = await promisify(execFile)(process.execPath, [tsc, "-p", "."], {
    cwd: directory,
  }).catch((error: { readonly stdout: string }) => error);
  return output.stdout.split("\n");
}
