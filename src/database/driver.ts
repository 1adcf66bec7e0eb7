/** node-postgres, loaded without what it does not need here. */
import { createRequire } from "node:module";
import type Pg from "pg";

/**
 * Required rather than imported: before Node imports CommonJS it reads all of it once more, in
 * search of names to export.
 */
export const pg: typeof Pg = asInLaterNodes(() => createRequire(import.meta.url)("pg"));

/**
 * On loading, the driver asks whether it runs in Cloudflare's workers. Where there is no
 * `navigator` it finds out with a `Response`, for which Node 20 reads the whole of its HTTP client:
 * a tenth of the time that a short command takes. Later Nodes have a `navigator`.
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
 * What reads a value of the type with this OID: node-postgres's choice. `bigint` and `numeric`
 * stay text, for they do not fit a number; so does every type that it does not know.
 */
export function typeParser(oid: number): (text: string) => unknown {
  return pg.types.getTypeParser(CATALOG_ARRAYS.has(oid) ? TEXT_ARRAY : oid, "text");
}
