import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import { defineConfig } from "./define-config.js";

/** What is blanked: the own import, and the types with which configurations are usually written. */
const blanked = [
  /^\s*import\s*\{\s*defineConfig\s*\}\s*from\s*["']drizzle-gen["'];?[^\S\n]*$/m,
  /^import\s+type\s*\{[^}\n]*\}\s*from\s*["'][^"'\n]+["'];?[^\S\n]*$/gm,
  /\bsatisfies\s+Config\b|\bas\s+const\b|(?<=\b(?:const|let)\s+\w+)\s*:\s*Config\b/g,
];
const builtinImport =
  /^import\s+(?:\*\s*as\s+)?(\w+|\{[\w\s,]*\})\s*from\s*(["']node:[\w/]+["']);?[^\S\n]*$/gm;
const defaultExport = /^export default\b/m;
/** Words that mean nothing inside a function, or something else, or that the loader is to watch; `<` may begin type arguments. */
const needsModule =
  /\b(?:import|export|await|require|module|exports|__dirname|__filename)\b|\bprocess\s*\.\s*exit\b|</;

/**
 * Runs a configuration that imports nothing but `defineConfig` and Node's own modules, and has no
 * types in it but `Config`, as nearly all are, without a bundler: in a millisecond, where the
 * bundler takes a hundred.
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
    const body = blanked
      .reduce((text, pattern) => text.replace(pattern, blankedLines), source)
      .replace(builtinImport, (_, names: string, module) => {
        return `const ${names.replace(/\s+as\s+/g, ": ")} = builtin$(${module});`;
      })
      .replace(defaultExport, "const exported$ =");
    if (needsModule.test(body)) return undefined;
    const code = `"use strict"; ${body}\n;return exported$;`;
    const run = compileFunction(code, ["defineConfig", "builtin$"], { filename: file });
    const exported: unknown = run(defineConfig, createRequire(file));
    return { default: exported };
  } catch {
    return undefined;
  }
}

function blankedLines(text: string): string {
  return text.replace(/[^\n]/g, "");
}
