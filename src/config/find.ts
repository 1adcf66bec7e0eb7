import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { ancestors } from "../loader/paths.js";

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
  const nearest = (names: readonly string[]): string | undefined =>
    ancestors(resolve(cwd))
      .flatMap((directory) => names.map((name) => join(directory, name)))
      .find(isFile);
  return nearest(ownConfigFiles) ?? nearest(drizzleConfigFiles);
}

/** Whether the path names an existing file. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
