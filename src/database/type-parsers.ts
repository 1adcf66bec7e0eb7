/** How values come out of a database: the same from both drivers. */
import { pg } from "./driver.js";

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

/** The types that PGlite reads in another way unless told otherwise, by their OIDs. */
const READ_BY_PGLITE = [
  16, 17, 20, 21, 23, 25, 26, 114, 600, 700, 701, 718, 1042, 1043, 1082, 1114, 1184, 1186, 3802,
];

/** Arrays that PGlite reads and Drizzle wants as text, dates and times among them. */
const ARRAYS_READ_BY_PGLITE = [1115, 1182, 1185, 1187, 1231];

type Parser = (text: string) => unknown;

/** A choice of parsers, {@link typeParser} where none is given, as PGlite wants it. */
export function pgliteParsers(parser?: (oid: number) => Parser): Record<number, Parser> {
  const oids =
    parser === undefined ? READ_BY_PGLITE : [...READ_BY_PGLITE, ...ARRAYS_READ_BY_PGLITE];
  return Object.fromEntries(oids.map((oid) => [oid, (parser ?? typeParser)(oid)]));
}
