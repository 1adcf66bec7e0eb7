/** node-postgres, loaded fast. */
import { createRequire } from "node:module";
import type Pg from "pg";

/**
 * Required rather than imported: to import CommonJS, Node first scans it for the names it exports.
 */
export const pg: typeof Pg = asInLaterNodes(() => createRequire(import.meta.url)("pg"));

/**
 * The driver checks whether it runs in Cloudflare's workers. Without a `navigator` it does so with a
 * `Response`, for which Node 20 loads its HTTP client: a tenth of the time of a short command. Later
 * Nodes have a `navigator`.
 *
 * https://nodejs.org/api/globals.html#navigatoruseragent
 */
function asInLaterNodes<T>(load: () => T): T {
  if ("navigator" in globalThis) return load();
  const userAgent = `Node.js/${process.versions.node.split(".", 1)[0]}`;
  Object.defineProperty(globalThis, "navigator", { value: { userAgent }, configurable: true });
  try {
    return load();
  } finally {
    Reflect.deleteProperty(globalThis, "navigator");
  }
}

const TEXT_ARRAY = 1009;

/** Arrays of catalog types that node-postgres would leave as text: `"char"[]` and `name[]`. */
const CATALOG_ARRAYS: ReadonlySet<number> = new Set([1002, 1003]);

/**
 * node-postgres's parser of a type, by OID. `bigint` and `numeric` stay text, because they do not fit a
 * number; so does every unknown type.
 */
export function typeParser(oid: number): (text: string) => unknown {
  return pg.types.getTypeParser(CATALOG_ARRAYS.has(oid) ? TEXT_ARRAY : oid, "text");
}
