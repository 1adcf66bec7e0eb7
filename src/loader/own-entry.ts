import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ancestors } from "./paths.js";

/** The name under which a project imports this package. */
export const OWN_NAME = "drizzle-gen";

/**
 * The entry of the running copy of this package. `import … from "drizzle-gen"` in a loaded file resolves
 * to it, so that a migration and the program that runs it have the same version.
 */
export function ownEntry(): string {
  const here = fileURLToPath(import.meta.url);
  const root = packageRoot(here);
  return here.endsWith(".ts") ? join(root, "src", "index.ts") : join(root, "dist", "index.js");
}

/** The folders of this package's own code, to recognise it in stacks. */
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
