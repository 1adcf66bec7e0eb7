import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

export interface MigrationsFolder {
  /** Relative to the project. */
  readonly migrations: string;
  /** What is to be said if it is not the usual one. */
  readonly migrationsNote?: string;
}

/**
 * Where migrations go that no configuration has a place for: `./migrations`, or
 * `./gen-migrations` where that is drizzle-kit's.
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
      "The folder migrations is drizzle-kit's: gen's migrations go to gen-migrations.",
  };
}

/**
 * Whether a folder is drizzle-kit's: it keeps a journal there, and no migration of ours is among its
 * files.
 */
export function isDrizzleFolder(path: string): boolean {
  if (!existsSync(join(path, "meta", "_journal.json"))) return false;
  return !readdirSync(path).some((name) => /\.[cm]?[jt]s$/.test(name));
}
