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
