/** Where the files of a project are. */
import { existsSync, readdirSync, statSync } from "node:fs";
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

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export interface MigrationsFolder {
  /** Relative to the project. */
  readonly migrations: string;
  /** Explains a folder that is not the usual one. */
  readonly migrationsNote?: string;
}

/**
 * The default folder for migrations: `./migrations`, or `./gen-migrations` if that belongs to
 * drizzle-kit.
 *
 * @param out Where drizzle-kit puts its own files, relative to the project, if it is known.
 */
export function freeMigrationsFolder(directory: string, out?: string): MigrationsFolder {
  const usual = join(directory, "migrations");
  const isTaken = out !== undefined && resolve(directory, out) === usual;
  if (!isTaken && !isDrizzleFolder(usual)) return { migrations: "./migrations" };
  return {
    migrations: "./gen-migrations",
    migrationsNote:
      "The folder migrations belongs to drizzle-kit: gen's migrations go to gen-migrations.",
  };
}

/**
 * Whether a folder belongs to drizzle-kit: it has drizzle-kit's journal and none of our migrations.
 */
export function isDrizzleFolder(path: string): boolean {
  if (!existsSync(join(path, "meta", "_journal.json"))) return false;
  return !readdirSync(path).some((name) => /\.[cm]?[jt]s$/.test(name));
}

/** Where Drizzle projects keep their models: folders first, then single files. */
const usualFolders = ["schema", "src/schema", "src/db/schema", "db/schema", "src/lib/db/schema"];
const usualFiles = [
  "src/db/schema.ts",
  "src/schema.ts",
  "db/schema.ts",
  "src/lib/db/schema.ts",
  "lib/db/schema.ts",
  "schema.ts",
];

/**
 * Looks for a project's models in the usual places.
 *
 * @returns `pattern` is for the configuration's `schema`.
 */
export function findModels(directory: string) {
  const folders = usualFolders.filter((folder) => holdsTypeScript(join(directory, folder)));
  const files = usualFiles.filter((file) => existsSync(join(directory, file)));
  const found = [...folders.map((folder) => `${folder}/*.ts`), ...files].map((path) => `./${path}`);
  const [pattern, ...others] = found;
  if (pattern === undefined) {
    return { pattern: "./schema/*.ts", notes: ["No models found: write them into ./schema/*.ts."] };
  }
  const note = `Found models in ${found.join(" and ")}: gen.config.ts uses the first.`;
  return { pattern, notes: others.length === 0 ? [] : [note] };
}

function holdsTypeScript(folder: string): boolean {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && readdirSync(folder).some((name) => name.endsWith(".ts"));
}
