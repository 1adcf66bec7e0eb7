/**
 * Completes `package-lock.json` after `npm install`.
 *
 * A package with binaries names one optional package for each platform. npm leaves those out of
 * the lock file that it could not look up (npm/cli#4828), and `npm ci` then refuses the file. What
 * is left out is derived here from the packages that name it: its version, and from its name the
 * systems it is for.
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const { packages } = lock;
let added = 0;

for (const [path, entry] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (satisfies(found(path, name)?.version, range)) continue;
    const top = `node_modules/${name}`;
    packages[top in packages ? `${path}/${top}` : top] = {
      version: range.replace(/^[\^~]/, ""),
      ...systems(name),
      ...(entry.dev === true ? { dev: true } : {}),
      optional: true,
    };
    added += 1;
  }
}

lock.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")),
);
writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(`${added} packages of other platforms added.`);

/** The package that `name` means to one that stands at `path`, as Node resolves it. */
function found(path, name) {
  const parts = path.split("/node_modules/");
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const parent = parts.slice(0, depth).join("/node_modules/");
    const entry =
      packages[parent === "" ? `node_modules/${name}` : `${parent}/node_modules/${name}`];
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Ranges are exact or start with `^` or `~`; of the latter two the major version tells enough. */
function satisfies(version, range) {
  if (version === undefined || !/^[\^~]/.test(range)) return version === range;
  return version.split(".")[0] === range.slice(1).split(".")[0];
}

/** `@rollup/rollup-linux-x64-musl` is for Linux on x64 with musl. */
function systems(name) {
  const parts = name.split("/").at(-1).split("-");
  const has = (...words) => words.some((word) => parts.includes(word));
  const os = [
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
  ].find((system) => has(system));
  const cpu = [
    "arm64",
    "arm",
    "ia32",
    "loong64",
    "mips64el",
    "ppc64",
    "riscv64",
    "s390x",
    "x64",
  ].find((processor) => has(processor));
  if (cpu === undefined) throw new Error(`For which processor is ${name}?`);
  const libc = has("musl", "musleabihf") ? "musl" : has("gnu", "gnueabihf") ? "glibc" : undefined;
  return {
    cpu: [cpu],
    os: [os ?? "win32"],
    ...(os === "linux" && libc !== undefined ? { libc: [libc] } : {}),
  };
}
