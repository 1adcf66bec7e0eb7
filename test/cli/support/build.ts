/** The program as the package ships it, compiled from today's sources. */
import { build } from "esbuild";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { glob } from "tinyglobby";
import { afterAll, beforeAll } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Compiles the program once for the tests of a file; `bin()` is then the path of `bin.js`. */
export function buildProgram(): () => string {
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await compile();
  });
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return () => join(folder ?? "", "dist", "bin.js");
}

/** Inside the project's node_modules, where its packages are found. */
async function compile(): Promise<string> {
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "drizzle-gen-"));
  await build({
    entryPoints: await glob("src/**/*.ts", { cwd: root, absolute: true }),
    outbase: join(root, "src"),
    outdir: join(folder, "dist"),
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  cpSync(join(root, "templates"), join(folder, "templates"), { recursive: true });
  return folder;
}
