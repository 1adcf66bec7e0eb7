import { createRequire } from "node:module";
import type * as TsMorph from "ts-morph";

const require = createRequire(import.meta.url);

/**
 * ts-morph, with the TypeScript compiler in it. Required rather than imported: before Node imports
 * CommonJS it reads all of it once more, in search of names to export, which here takes a seventh
 * of a second.
 */
export function loadTsMorph(): typeof TsMorph {
  return require("ts-morph");
}
