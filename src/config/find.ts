import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The names of our own configuration file. The first is what `gen init` writes. */
export const ownConfigFiles = ["ts", "mts", "js", "mjs", "json"].map(
  (extension) => `gen.config.${extension}`,
);

export const drizzleConfigFiles = ["ts", "mts", "cts", "js", "mjs", "cjs", "json"].map(
  (extension) => `drizzle.config.${extension}`,
);

/**
 * The configuration file for a working directory: `gen.config.*` there or in the nearest parent;
 * if there is none anywhere, `drizzle.config.*` in the same way.
 */
export function findConfigFile(cwd: string): string | undefined {
  return nearest(cwd, ownConfigFiles) ?? nearest(cwd, drizzleConfigFiles);
}

function nearest(cwd: string, names: readonly string[]): string | undefined {
  for (let directory = resolve(cwd); ; directory = dirname(directory)) {
    for (const name of names) {
      const file = join(directory, name);
      if (isFile(file)) return file;
    }
    if (dirname(directory) === directory) return undefined;
  }
}

/** Whether the path names an existing file. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
