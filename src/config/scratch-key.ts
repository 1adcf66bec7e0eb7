import type { Keys } from "./keys.js";
import type { ScratchPreparation, ScratchSettings } from "./types.js";

/**
 * The key `scratch`.
 *
 * @throws GenError `config_invalid`, naming the key
 */
export function readScratch(keys: Keys): ScratchSettings | undefined {
  const scratch = keys.object("scratch");
  scratch?.rejectUnknown(["before"]);
  const before = scratch?.raw("before");
  if (scratch === undefined || before === undefined) return scratch && {};
  if (typeof before === "string") return { before };
  if (!isPreparation(before)) throw scratch.wrong("before", "SQL or a function");
  return { before };
}

function isPreparation(value: unknown): value is ScratchPreparation {
  return typeof value === "function";
}
