/** Names and literals as PostgreSQL reads and writes them. */
import type { QualifiedName } from "./types.js";

export const MAX_IDENTIFIER_BYTES = 63;

/** @example quoteIdentifier('my "own" table') // "my ""own"" table" */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteName(name: QualifiedName): string {
  return `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;
}

/** As `quote_ident` and the catalog print it. @example printIdentifier("User") // "User" */
export function printIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !quotedKeywords.has(name)
    ? name
    : quoteIdentifier(name);
}

/** What `pg_get_keywords()` of PostgreSQL 14 to 16 does not class as unreserved. */
const quotedKeywords: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit
  boolean both case cast char character check coalesce collate collation column concurrently
  constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user dec decimal default deferrable desc distinct do else end except
  exists extract false fetch float for foreign freeze from full grant greatest group grouping
  having ilike in initially inner inout int integer intersect interval into is isnull join lateral
  leading least left like limit localtime localtimestamp national natural nchar none normalize not
  notnull null nullif numeric offset on only or order out outer overlaps overlay placing position
  precision primary real references returning right row select session_user setof similar smallint
  some substring symmetric table tablesample then time timestamp to trailing treat trim true union
  unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
  xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(
    /\s+/,
  ),
);

/** `schema.name` with quotes only where `format_type` would put them. */
export function printName(name: QualifiedName): string {
  return `${printIdentifier(name.schema)}.${printIdentifier(name.name)}`;
}

/** Under any `standard_conforming_strings`. @example quoteLiteral("a\\b") // E'a\\b' */
export function quoteLiteral(text: string): string {
  const doubled = text.replaceAll("'", "''");
  return text.includes("\\") ? `E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}

/** For people: `schema.name`, without quotes. */
export function displayName(name: QualifiedName): string {
  return `${name.schema}.${name.name}`;
}

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

/** A name as PostgreSQL keeps it: cut to 63 bytes at a character's boundary. */
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
 * The name that PostgreSQL chooses (`makeObjectName` in its `indexcmds.c`): `table_column_label`,
 * of which the longer of the first two parts is cut until all of it fits.
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

/** The first `server_version_num` in which a NOT NULL is a constraint with a name. */
export const NAMED_NOT_NULLS = 180000;

export function usualNotNullName(table: { readonly name: string }, column: string): string {
  return makeObjectName(table.name, column, "not_null");
}

/** Whether an expression may mention a column: never a false no, sometimes a false yes. */
export function mentions(expression: string, column: string): boolean {
  if (expression.includes(quoteIdentifier(column))) return true;
  const printed = printIdentifier(column);
  if (printed.startsWith('"')) return false;
  return expression
    .toLowerCase()
    .split(/[^a-z0-9_$\u0080-\uffff]+/)
    .includes(printed);
}
