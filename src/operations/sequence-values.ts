/** What makes a sequence serve a column. */
import { printName, quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";
import type { Execute } from "./types.js";

/**
 * The default that takes the next value of a sequence, as `pg_get_expr` prints it.
 *
 * @example nextValue({ schema: "public", name: "users_id_seq" })
 * // nextval('public.users_id_seq'::regclass)
 */
export function nextValue(sequence: QualifiedName): string {
  return `nextval(${quoteLiteral(printName(sequence))}::regclass)`;
}

/**
 * Lets a sequence that begins to serve a filled column go on after the highest value in it;
 * otherwise the next rows would meet numbers that are taken.
 *
 * @param start Where the sequence begins, and never goes below.
 */
export function continueAfterRows(
  table: QualifiedName,
  column: string,
  sequence: QualifiedName,
  start = "1",
): Execute {
  const highest = `SELECT max(${quoteIdentifier(column)}) + 1 FROM ${quoteName(table)}`;
  return {
    kind: "execute",
    sql: `SELECT setval(${quoteLiteral(quoteName(sequence))}, greatest((${highest}), ${start}), false)`,
  };
}
