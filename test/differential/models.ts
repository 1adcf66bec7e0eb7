/** Models that both tools are given: files that either can load. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";
import { corpus } from "../end-to-end/corpus.js";

export interface ModelSet {
  readonly name: string;
  /** The text of a module, or the path of one. */
  readonly models: { readonly text: string } | { readonly file: string };
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What every example of the corpus comes to, each once, and the example application. */
export const modelSets: readonly ModelSet[] = [
  ...new Map(
    corpus
      .filter(({ setup }) => setup === undefined)
      .map(({ name, to }) => ({ name: `${name} (to)`, models: { text: to } }))
      .map((models) => [models.models.text, models]),
  ).values(),
  { name: "the example application", models: { file: join(root, "schema", "index.ts") } },
];

/** Compiles model sets; the paths of the modules, in their order. */
export async function compileModels(sets: readonly ModelSet[]): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), "gen-differential-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"), "dir");
  mkdirSync(join(directory, "sources"));
  const entryPoints = sets.map(({ models }, index) => {
    if ("file" in models) return { in: models.file, out: `m${index}` };
    const file = join(directory, "sources", `m${index}.ts`);
    writeFileSync(file, models.text);
    return { in: file, out: `m${index}` };
  });
  await build({
    entryPoints,
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    logLevel: "silent",
  });
  return sets.map((_, index) => join(directory, `m${index}.mjs`));
}

export interface Rendered {
  /** What makes the models in an empty database. */
  readonly statements?: readonly string[];
  /** Why there is nothing. */
  readonly reason?: string;
}

/** What drizzle-kit makes of modules. */
export async function renderWithDrizzleKit(files: readonly string[]): Promise<readonly Rendered[]> {
  const script = fileURLToPath(new URL("drizzle-kit.mjs", import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(files));
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.once("close", resolve));
  const rendered: readonly Rendered[] = JSON.parse(Buffer.concat(chunks).toString());
  return rendered;
}
