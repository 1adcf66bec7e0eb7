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
import { dirname, join } from "node:path";
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
  return {
    read: (key) => attempt(() => readEntry(directory, key)),
    write: (key, text) => {
      attempt(() => writeEntry(directory, key, text));
    },
  };
}

/** A key for everything that a text was made from. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}

function readEntry(directory: string, key: string): string | undefined {
  return isOurs(directory) ? readFileSync(join(directory, key), "utf8") : undefined;
}

function writeEntry(directory: string, key: string, text: string): void {
  // The home directory itself is not made: where there is none, none is wanted.
  for (const path of [dirname(directory), directory])
    attempt(() => mkdirSync(path, { mode: 0o700 }));
  if (!isOurs(directory)) return;
  const temporary = join(directory, `${key}.${randomBytes(6).toString("hex")}`);
  writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
  renameSync(temporary, join(directory, key));
  forgetOld(directory);
}

/** A directory, not a link to one, that nobody else can read or write. */
function isOurs(directory: string): boolean {
  const stat = lstatSync(directory);
  if (!stat.isDirectory()) return false;
  // Windows keeps other users out of the home directory by other means.
  if (process.getuid === undefined) return true;
  return stat.uid === process.getuid() && (stat.mode & 0o077) === 0;
}

const manyEntries = 200;
const monthMs = 30 * 24 * 3_600_000;

function forgetOld(directory: string): void {
  const names = readdirSync(directory);
  if (names.length <= manyEntries) return;
  for (const name of names) {
    const path = join(directory, name);
    if (Date.now() - statSync(path).mtimeMs > monthMs) unlinkSync(path);
  }
}

function cacheHome(): string {
  if (process.platform === "win32") {
    return process.env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local");
  }
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  const configured = process.env["XDG_CACHE_HOME"];
  return configured !== undefined && configured.startsWith("/")
    ? configured
    : join(homedir(), ".cache");
}
