import Module, { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Packages that hold nothing: bundlers of applications look at who imports them. Outside of such a
 * bundler they throw, or are not even installed.
 */
const emptyModules: ReadonlySet<string> = new Set(["server-only", "client-only"]);

export function isEmptyModule(specifier: string): boolean {
  return emptyModules.has(specifier);
}

/** Keeps the project's copies of them from throwing where another package imports them. */
export function emptyInPackages(directory: string): void {
  const require = createRequire(join(directory, "package.json"));
  for (const name of emptyModules) {
    const file = placeOf(name, require);
    if (file === undefined || require.cache[file] !== undefined) continue;
    const module = new Module(file);
    module.filename = file;
    module.loaded = true;
    require.cache[file] = module;
  }
}

function placeOf(name: string, require: NodeJS.Require): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
