import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { guarded } from "./guarded.js";
import { type GeneratedModule, rememberSourceMap } from "./source-positions.js";

export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Runs generated code as an ES module and returns its exports. Node needs a file for it, in a private
 * temporary directory that is removed afterwards.
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

/** Imports a module by its URL. */
export async function importModule(url: string): Promise<ModuleExports> {
  const exports: ModuleExports = await import(/* @vite-ignore */ url);
  return exports;
}
