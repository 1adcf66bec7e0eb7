import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import { defineConfig } from "./define-config.js";

const ownImport = /^\s*import\s*\{\s*defineConfig\s*\}\s*from\s*["']drizzle-gen["'];?[^\S\n]*$/m;
const defaultExport = /^export default\b/m;
/** Words that mean nothing inside a function, or something else, or that the loader is to watch; `<` may begin type arguments. */
const needsModule =
  /\b(?:import|export|await|require|module|exports|__dirname|__filename)\b|\bprocess\s*\.\s*exit\b|</;

/**
 * Runs a configuration that imports nothing but `defineConfig` and has no types in it, as nearly
 * all are, without a bundler: in a millisecond, where the bundler takes a hundred.
 *
 * @returns `undefined` if the file is not of that kind, or fails: the loader is then to run it,
 *   which knows every kind and shows where an error is.
 */
export function readPlainConfig(file: string): { readonly default: unknown } | undefined {
  if (!/\.m?[jt]s$/.test(file)) return undefined;
  try {
    const source = readFileSync(file, "utf8");
    if (!defaultExport.test(source)) return undefined;
    // Blanked, not taken out, so that the lines keep their numbers.
    const body = source.replace(ownImport, "\n").replace(defaultExport, "const exported$ =");
    if (needsModule.test(body)) return undefined;
    const run = compileFunction(`"use strict"; ${body}\n;return exported$;`, ["defineConfig"], {
      filename: file,
    });
    const exported: unknown = run(defineConfig);
    return { default: exported };
  } catch {
    return undefined;
  }
}
