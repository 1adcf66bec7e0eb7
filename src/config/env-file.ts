import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { isFile } from "./find.js";

/**
 * Loads the `.env` of a directory into an environment. What is set already stays: the shell's
 * word is stronger than the file's.
 */
export function loadEnvFile(directory: string, env: NodeJS.ProcessEnv): void {
  const file = join(directory, ".env");
  if (!isFile(file)) return;
  for (const [name, value] of Object.entries(parseEnv(readFileSync(file, "utf8")))) {
    env[name] ??= value;
  }
}
