/** Names and literals as PostgreSQL reads and writes them. */
import type { QualifiedName } from "./types.js";
import { quotedKeywords } from "./keywords.js";

/**
 * The longest name that PostgreSQL keeps, in bytes of UTF-8: `NAMEDATALEN` less one.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
export const MAX_IDENTIFIER_BYTES = 63;

/**
 * An identifier in double quotes, whatever it holds.
 *
 * @example quoteIdentifier('my "own" table') // "my ""own"" table"
 */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`. */
export function quoteName(name: QualifiedName): string {
  return `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;
}

/**
 * An identifier as `quote_ident` and the catalog functions print it: quoted only if it must be.
 *
 * @example printIdentifier("users") // users
 * @example printIdentifier("User") // "User"
 */
export function printIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !quotedKeywords.has(name)
    ? name
    : quoteIdentifier(name);
}

/** `schema.name` with quotes only where `format_type` would put them. */
export function printName(name: QualifiedName): string {
  return `${printIdentifier(name.schema)}.${printIdentifier(name.name)}`;
}

/**
 * A string literal that means the same under any `standard_conforming_strings`.
 *
 * @example quoteLiteral("it's") // 'it''s'
 * @example quoteLiteral("a\\b") // E'a\\b'
 */
export function quoteLiteral(text: string): string {
  const doubled = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}

/** For people: `schema.name`, without quotes. */
export function displayName(name: QualifiedName): string {
  return `${name.schema}.${name.name}`;
}

/** The name alone of something that has one. */
export function qualifiedName({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}

export function sameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name;
}

/** A key for maps and sets: equal exactly when the names are. */
export function nameKey(name: QualifiedName): string {
  return `${name.schema}\0${name.name}`;
}

/**
 * A name as PostgreSQL keeps it: cut to 63 bytes at a character's boundary.
 *
 * @example truncateIdentifier("é".repeat(40)) // "é" 31 times: 62 bytes
 */
export function truncateIdentifier(name: string, maxBytes = MAX_IDENTIFIER_BYTES): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return name.slice(0, end);
}

/**
 * The name that PostgreSQL gives to what the author did not name (`makeObjectName` in its
 * `indexcmds.c`): `table_column_label`, of which the longer of the first two parts is cut until
 * all of it fits.
 *
 * @example makeObjectName("users", "id", "seq") // users_id_seq
 * @example makeObjectName("users", undefined, "pkey") // users_pkey
 */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const overhead = Buffer.byteLength(label) + 1 + (second === undefined ? 0 : 1);
  const available = MAX_IDENTIFIER_BYTES - overhead;
  let firstBytes = Buffer.byteLength(first);
  let secondBytes = second === undefined ? 0 : Buffer.byteLength(second);
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes -= 1;
    else secondBytes -= 1;
  }
  const parts = [truncateIdentifier(first, firstBytes)];
  if (second !== undefined) parts.push(truncateIdentifier(second, secondBytes));
  return [...parts, label].join("_");
}
