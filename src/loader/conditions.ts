import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { compileFunction } from "node:vm";

/**
 * The conditions under which packages export what this project is to import, besides Node's own:
 * those that Node was started with, and `customConditions` of the nearest `tsconfig.json`.
 *
 * https://nodejs.org/api/packages.html#resolving-user-conditions
 */
export function exportConditions(directory: string): readonly string[] {
  const options = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" ");
  return [...new Set([...conditionsIn(options), ...customConditions(nearest(directory))])];
}

/** @example conditionsIn("--no-warnings -C source --conditions=react-server") // ["source", "react-server"] */
function conditionsIn(options: string): readonly string[] {
  const given = options.matchAll(/(?:^|\s)"?(?:--conditions|-C)(?:=|\s+)(?:"([^"]+)"|([^\s"]+))/g);
  return [...given].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function nearest(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, "tsconfig.json");
    if (existsSync(file)) return file;
    if (dirname(at) === at) return undefined;
  }
}

/** Those of a file come before those of the files that it extends, the last of which comes first. */
function customConditions(file: string | undefined, depth = 0): readonly string[] {
  const config = file === undefined || depth > 20 ? undefined : configOf(file);
  if (file === undefined || config === undefined) return [];
  const own = member(member(config, "compilerOptions"), "customConditions");
  if (own !== undefined) return strings(own);
  for (const name of strings(member(config, "extends")).toReversed()) {
    const inherited = customConditions(extended(file, name), depth + 1);
    if (inherited.length > 0) return inherited;
  }
  return [];
}

/** `tsconfig.json` is JSON with comments and trailing commas, which JavaScript can read. */
function configOf(file: string): unknown {
  try {
    const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    if (!/"(?:customConditions|extends)"/.test(text)) return undefined;
    const value: unknown = compileFunction(`return (${text}\n);`)();
    return value;
  } catch {
    return undefined;
  }
}

function extended(file: string, name: string): string | undefined {
  const candidates = [name, `${name}.json`, `${name}/tsconfig.json`];
  if (/^[./]/.test(name)) {
    return candidates
      .map((candidate) => resolve(dirname(file), candidate))
      .find((candidate) => candidate.endsWith(".json") && existsSync(candidate));
  }
  const { resolve: find } = createRequire(file);
  for (const candidate of candidates.toReversed()) {
    try {
      return find(candidate);
    } catch {
      continue;
    }
  }
  return undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function strings(value: unknown): readonly string[] {
  return [value].flat().filter((item) => typeof item === "string");
}
