import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ExitStatus, GenError } from "../errors.js";
import { displayPath } from "./display-path.js";
import type { ModuleExports } from "./evaluate.js";
import { loadAlone } from "./load-alone.js";
import { loadError, unreadable } from "./load-error.js";
import { loadModules, type LoadOptions } from "./load-modules.js";

/** What one file exports: a module, or JSON, whose value stands as `default`. */
export async function loadFile(file: string, options: LoadOptions): Promise<ModuleExports> {
  if (file.endsWith(".json")) return { default: readJson(file, options) };
  const path = resolve(options.directory, file);
  try {
    const exports = await loadAlone(path);
    if (exports !== undefined) return exports;
  } catch (error) {
    throw loadError(error, options.directory, options, [path]);
  }
  const [module] = await loadModules([path], options);
  return module?.exports ?? {};
}

function readJson(file: string, options: LoadOptions): unknown {
  let text: string;
  try {
    // JSON does not know the mark that some editors put before it.
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw unreadable(file, error, options);
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GenError(options.errorCode ?? "model_load", `${displayPath(file)}: ${reason}`, {
      hint: "Fix the JSON and try again.",
      status: ExitStatus.usage,
      cause: error,
    });
  }
}
