import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version of this package, from the manifest above this file, wherever a build has put it. */
export function packageVersion(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const manifest = join(at, "package.json");
    const found = existsSync(manifest) ? readManifest(manifest) : undefined;
    if (found?.name === "drizzle-gen") return found.version;
    if (dirname(at) === at) return "unknown";
  }
}

function readManifest(file: string): { readonly name: string; readonly version: string } {
  // Our own file: its shape is known.
  return JSON.parse(readFileSync(file, "utf8")) as { name: string; version: string };
}
