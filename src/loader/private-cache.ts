import { createHash, randomBytes } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { attempt } from "../attempt.js";

/**
 * Texts kept between runs, by what they were made from. Code is run from here, so that the
 * directory must be ours alone; without such a one nothing is kept, and nothing fails.
 */
export interface PrivateCache {
  read(key: string): string | undefined;
  write(key: string, text: string): void;
}

/** @param home where the operating system wants caches; for tests */
export function privateCache(home = cacheHome()): PrivateCache {
  const directory = join(home, "drizzle-gen");
  const pathOf = (key: string) => join(directory, key);
  return {
    read: (key) =>
      attempt(() => (isOurs(directory) ? readFileSync(pathOf(key), "utf8") : undefined)),
    write: (key, text) => {
      // The home directory itself is not made: where there is none, none is wanted.
      for (const path of [home, directory]) attempt(() => mkdirSync(path, { mode: 0o700 }));
      attempt(() => {
        if (!isOurs(directory)) return;
        const temporary = pathOf(`${key}.${randomBytes(6).toString("hex")}`);
        writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
        renameSync(temporary, pathOf(key));
        forgetOld(directory);
      });
    },
  };
}

/** A key for everything that a text was made from. */
export function cacheKey(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** A directory, not a link to one, that nobody else can read or write. */
function isOurs(directory: string): boolean {
  const stat = lstatSync(directory);
  // Windows keeps other users out of the home directory by other means.
  const isPrivate = stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0;
  return stat.isDirectory() && (isPrivate || process.getuid === undefined);
}

const MANY_ENTRIES = 200;
const MONTH_MS = 30 * 24 * 3_600_000;

function forgetOld(directory: string): void {
  const paths = readdirSync(directory).map((name) => join(directory, name));
  if (paths.length <= MANY_ENTRIES) return;
  for (const path of paths) if (Date.now() - statSync(path).mtimeMs > MONTH_MS) unlinkSync(path);
}

function cacheHome(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME = "" } = process.env;
  if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return XDG_CACHE_HOME.startsWith("/") ? XDG_CACHE_HOME : join(homedir(), ".cache");
}
