import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { attempt } from "../attempt.js";
import { placesOf } from "./bundle.js";
import { importModule, type ModuleExports } from "./evaluate.js";
import { guarded } from "./guarded.js";
import { OWN_NAME } from "./own-entry.js";
import { cacheKey, privateCache, type PrivateCache } from "./private-cache.js";
import { rememberSourceMap } from "./source-positions.js";

/**
 * Runs a module that needs no other file: one that imports only what Node has built in, and
 * `defineConfig`. It is the way of the configuration file, which every command reads: one start of
 * esbuild's own program takes a fifth of the time of a bundle, and what it made is kept.
 *
 * @returns `undefined`, with nothing run, if the module is not of that kind, or has a mistake that
 *   deserves a full message
 */
export async function loadAlone(
  file: string,
  cache: PrivateCache = privateCache(),
): Promise<ModuleExports | undefined> {
  const source = readFileSync(file, "utf8");
  const key = cacheKey("1", file, source);
  const known = kept(cache.read(key));
  const alone = known ?? standingAlone(file, source);
  if (alone === undefined) return undefined;
  if (known === undefined) cache.write(key, JSON.stringify(alone));
  // Node runs what stands under one URL once; this is to be run each time it is asked for.
  loads += 1;
  const code = Buffer.from(`${alone.code}\n// ${loads}`).toString("base64");
  const url = `data:text/javascript;base64,${code}`;
  rememberSourceMap(url, alone.sourceMap, dirname(file));
  return guarded(() => importModule(url));
}

let loads = 0;

interface Transpiled {
  readonly code: string;
  readonly sourceMap: string;
}

const sourceMapComment =
  /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** What was kept, if it is whole. */
function kept(text: string | undefined): Transpiled | undefined {
  const { code, sourceMap }: Partial<Transpiled> =
    attempt((): Partial<Transpiled> => JSON.parse(text ?? "{}")) ?? {};
  return code === undefined || sourceMap === undefined ? undefined : { code, sourceMap };
}

function standingAlone(file: string, source: string): Transpiled | undefined {
  const transpiled = transpile(file, source);
  const code = transpiled && withoutImports(transpiled.code);
  return transpiled && code !== undefined ? { ...transpiled, code } : undefined;
}

function transpile(file: string, source: string): Transpiled | undefined {
  const program = esbuildProgram();
  if (program === undefined) return undefined;
  const { status, stdout } = spawnSync(
    program,
    [
      `--loader=${/\.m?ts$/.test(file) ? "ts" : "js"}`,
      "--format=esm",
      "--platform=node",
      "--target=node20",
      "--sourcemap=inline",
      "--sources-content=false",
      `--sourcefile=${file}`,
      "--log-level=silent",
      ...Object.entries(placesOf(file)).map(([name, value]) => `--define:${name}=${value}`),
    ],
    { input: source, encoding: "utf8", windowsHide: true },
  );
  if (status !== 0) return undefined;
  const [comment, map] = sourceMapComment.exec(stdout) ?? [];
  if (comment === undefined || map === undefined) return undefined;
  return {
    code: stdout.slice(0, -comment.length),
    sourceMap: Buffer.from(map, "base64").toString(),
  };
}

/** Started directly: esbuild's library would be read first and then start it in the same way. */
function esbuildProgram(): string | undefined {
  const name = process.platform === "win32" ? "esbuild.exe" : "bin/esbuild";
  return attempt(() => {
    const esbuild = createRequire(import.meta.url).resolve("esbuild");
    return createRequire(esbuild).resolve(`@esbuild/${process.platform}-${process.arch}/${name}`);
  });
}

/**
 * The code with the import of `defineConfig` replaced by what it does, so that lines keep their
 * numbers. `undefined` if it imports, or may import, anything that is not built in.
 */
function withoutImports(code: string): string | undefined {
  const lines = code.split("\n");
  let head = 0;
  for (; importLine.test(lines[head] ?? ""); head += 1) {
    const [, clause = "", name = ""] = importLine.exec(lines[head] ?? "") ?? [];
    if (isBuiltin(name)) continue;
    if (name !== OWN_NAME || clause !== "{ defineConfig } from ") return undefined;
    lines[head] = "const defineConfig = (config) => config;";
  }
  const rest = lines.slice(head).join("\n");
  return /\b(?:import|require|module|exports)\b|^export .* from /m.test(rest)
    ? undefined
    : lines.join("\n");
}

/** As esbuild prints an import: on one line of its own. */
const importLine = /^import (.*? from )?"([^"]+)";$/;
