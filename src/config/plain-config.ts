import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import { defineConfig } from "./define-config.js";

/** Replaced by empty lines: our own import, and the usual types. */
const blanked = [
  /^\s*import\s*\{\s*defineConfig\s*\}\s*from\s*["']drizzle-gen["'];?[^\S\n]*$/m,
  /^import\s+type\s*\{[^}\n]*\}\s*from\s*["'][^"'\n]+["'];?[^\S\n]*$/gm,
  /\bsatisfies\s+Config\b|\bas\s+const\b|(?<=\b(?:const|let)\s+\w+)\s*:\s*Config\b/g,
];
/** The same words in a string, which must stay. */
const typeWordsInText =
  /(["'`])(?:(?!\1).)*(?:\bsatisfies\s+Config\b|\bas\s+const\b)(?:(?!\1).)*\1/;
const builtinImport =
  /^import\s+(?:\*\s*as\s+)?(\w+|\{[\w\s,]*\})\s*from\s*(["']node:[\w/]+["']);?[^\S\n]*$/gm;
const defaultExport = /^export default\b/m;
/** Words that mean something else inside a function, or that the loader has to watch; `<` may begin type arguments. */
const needsModule =
  /\b(?:import|export|await|require|module|exports|__dirname|__filename)\b|\bprocess\s*\.\s*exit\b|</;

/**
 * Runs a configuration without a bundler (1 ms instead of 100 ms) if it imports only `defineConfig`
 * and Node's own modules, and has no types other than `Config`. Nearly all are like this.
 *
 * @returns `undefined` if the file is of another kind or fails: then the loader runs it, and shows
 *   where an error is.
 */
export function readPlainConfig(file: string): { readonly default: unknown } | undefined {
  if (!/\.m?[jt]s$/.test(file)) return undefined;
  try {
    const source = readFileSync(file, "utf8");
    if (!defaultExport.test(source) || typeWordsInText.test(source)) return undefined;
    // Empty lines keep the line numbers.
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
