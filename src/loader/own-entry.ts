import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ancestors } from "./paths.js";

/** The name under which a project imports this package. */
export const OWN_NAME = "drizzle-gen";

/**
 * The public entry of the running copy of this package: what `import … from "drizzle-gen"` means
 * in a file that it loads, so that a migration and the program that runs it are of one version.
 */
export function ownEntry(): string {
  const here = fileURLToPath(import.meta.url);
  const root = packageRoot(here);
  return here.endsWith(".ts") ? join(root, "src", "index.ts") : join(root, "dist", "index.js");
}

/** Where this package's own code lies: frames of a stack in there are nobody else's. */
export function ownFolders(): readonly string[] {
  const root = packageRoot(fileURLToPath(import.meta.url));
  return [join(root, "src"), join(root, "dist")];
}

function packageRoot(file: string): string {
  const isRoot = (directory: string): boolean => {
    const manifest = join(directory, "package.json");
    return existsSync(manifest) && readFileSync(manifest, "utf8").includes(`"name": "${OWN_NAME}"`);
  };
  return ancestors(dirname(file)).find(isRoot) ?? dirname(dirname(file));
}
