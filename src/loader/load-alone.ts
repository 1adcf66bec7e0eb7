import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname } from "node:path";
import { attempt } from "../attempt.js";
import { loaderOf, placesOf } from "./bundle.js";
import { importModule, type ModuleExports } from "./evaluate.js";
import { guarded } from "./guarded.js";
import { OWN_NAME } from "./own-entry.js";
import { cacheKey, privateCache, type PrivateCache } from "./private-cache.js";
import { type GeneratedModule, rememberSourceMap } from "./source-positions.js";

/**
 * Runs a module that needs no other file: one that imports only what Node has built in, and
 * `defineConfig`. It is the way of the configuration file, which every command reads: what esbuild
 * made of it is kept, so that most commands need not start esbuild.
 *
 * @returns `undefined`, with nothing run, if the module is not of that kind, or has a mistake that
 *   deserves a full message
 */
export async function loadAlone(
  file: string,
  cache: PrivateCache = privateCache(),
): Promise<ModuleExports | undefined> {
  const source = readFileSync(file, "utf8");
  const key = cacheKey("2", file, source);
  const known = kept(cache.read(key));
  const alone = known ?? (await standingAlone(file, source));
  if (alone === undefined) return undefined;
  if (known === undefined) cache.write(key, JSON.stringify(alone));
  // Node runs what stands under one URL once; this is to be run each time it is asked for.
  loads += 1;
  const code = Buffer.from(`${alone.code}\n// ${loads}`).toString("base64");
  const url = `data:text/javascript;base64,${code}`;
  rememberSourceMap(url, alone);
  return guarded(() => importModule(url));
}

let loads = 0;

/** What was kept, if it is whole. */
function kept(text = "{}"): GeneratedModule | undefined {
  const entry = attempt((): Partial<GeneratedModule> => JSON.parse(text));
  const { code, sourceMap, directory } = entry ?? {};
  return code && sourceMap && directory ? { code, sourceMap, directory } : undefined;
}

async function standingAlone(file: string, source: string): Promise<GeneratedModule | undefined> {
  const { transformSync } = await import("esbuild");
  const made = attempt(() =>
    transformSync(source, {
      define: placesOf(file),
      format: "esm",
      loader: loaderOf(file),
      logLevel: "silent",
      platform: "node",
      sourcefile: file,
      sourcemap: "external",
      sourcesContent: false,
      target: "node20",
    }),
  );
  const code = made && withoutImports(made.code);
  return made && code ? { code, sourceMap: made.map, directory: dirname(file) } : undefined;
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
