/** The program as the package ships it, built from today's sources. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Builds the program once for the tests of a file; `bin()` is then the path of `bin.js`. */
export function buildProgram(): () => string {
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await build();
  });
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return () => join(folder ?? "", "dist", "bin.js");
}

/** Inside the project's node_modules, where its packages are found. */
async function build(): Promise<string> {
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "drizzle-gen-"));
  const script = join(root, ".build", "build.mjs");
  await promisify(execFile)(process.execPath, [script, join(folder, "dist")], { cwd: root });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  cpSync(join(root, "templates"), join(folder, "templates"), { recursive: true });
  return folder;
}
