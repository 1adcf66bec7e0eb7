import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { withoutByteOrderMark } from "../loader/load-file.js";
import { isFile } from "./find.js";

/**
 * Loads the `.env` of a directory into an environment. What is set already stays: the shell's
 * word is stronger than the file's.
 */
export function loadEnvFile(directory: string, env: NodeJS.ProcessEnv): void {
  const file = join(directory, ".env");
  if (!isFile(file)) return;
  const text = withoutByteOrderMark(readFileSync(file, "utf8"));
  for (const [name, value] of Object.entries(parseEnv(text))) {
    env[name] ??= value;
  }
}
