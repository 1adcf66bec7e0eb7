import { readFileSync } from "node:fs";
import { usageError } from "../errors.js";
import type { ModuleExports } from "./evaluate.js";
import type { LoadPlace } from "./load-error.js";
import { loadModules } from "./load-modules.js";
import { displayPath } from "./paths.js";

/** The exports of one module, or the value of a JSON file as `default`. */
export async function loadFile(file: string, place: LoadPlace): Promise<ModuleExports> {
  if (file.endsWith(".json")) return { default: readJson(file, place) };
  const [module] = await loadModules([file], place);
  return module?.exports ?? {};
}

function readJson(file: string, { errorCode = "model_load" }: LoadPlace): unknown {
  let text: string;
  try {
    // JSON does not allow the byte order mark that some editors write.
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const hint = "Check the path and the file's permissions.";
    throw usageError(errorCode, `${displayPath(file)} cannot be read.`, hint, error);
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${displayPath(file)}: ${reason}`;
    throw usageError(errorCode, message, "Fix the JSON and try again.", error);
  }
}
