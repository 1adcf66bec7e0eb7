import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { guarded } from "./guarded.js";
import { type GeneratedModule, rememberSourceMap } from "./source-positions.js";

export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Runs generated code as an ES module and returns what it exports. The file that Node needs for
 * it lives in a temporary directory only we can read, and is gone when this returns.
 */
export async function evaluate(generated: GeneratedModule): Promise<ModuleExports> {
  const directory = await mkdtemp(join(tmpdir(), "drizzle-gen-"));
  try {
    await chmod(directory, 0o700);
    const file = join(directory, "modules.mjs");
    await writeFile(file, generated.code, { mode: 0o600 });
    const url = pathToFileURL(file).href;
    rememberSourceMap(url, generated);
    return await guarded(() => importModule(url));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Imports a module by URL: a file's or a `data:` URL that holds it. */
export async function importModule(url: string): Promise<ModuleExports> {
  const exports: ModuleExports = await import(/* @vite-ignore */ url);
  return exports;
}
