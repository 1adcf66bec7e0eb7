import type { DataType, Sequence } from "../schema/types.js";

/** A type's text taken apart, as far as casts and hazards need it. */
export interface ParsedType {
  /** In `format_type`'s words where it is a built-in type, else the source's own. */
  readonly base: string;
  /** `(10,2)`: precision and scale, a length, dimensions. */
  readonly modifiers: readonly number[];
  /** True for an array of any number of dimensions, which are one type in PostgreSQL. */
  readonly array: boolean;
}

/**
 * Takes a type's text apart.
 *
 * @example parseType("varchar(17)") // { base: "character varying", modifiers: [17], array: false }
 * @example parseType("timestamp(3) with time zone[]").base // "timestamp with time zone"
 */
export function parseType(sql: string): ParsedType {
  const withoutCollation = sql.trim().replace(/\s+collate\s+\S+$/i, "");
  const element = withoutCollation.replace(/(\s*\[\d*\])+$/, "");
  const array = element !== withoutCollation;
  if (element.includes('"')) return { base: element, modifiers: [], array };
  const modifiers = /\(([\d\s,-]*)\)/.exec(element)?.[1];
  const words = element
    .replace(/\([^)]*\)/, " ")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^pg_catalog\./, "");
  return {
    base: words.startsWith("interval ") ? "interval" : (aliases.get(words) ?? words),
    modifiers: modifiers === undefined ? [] : modifiers.split(",").map(Number),
    array,
  };
}

/** https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE */
const aliases: ReadonlyMap<string, string> = new Map([
  ["bool", "boolean"],
  ["int2", "smallint"],
  ["int", "integer"],
  ["int4", "integer"],
  ["int8", "bigint"],
  ["float4", "real"],
  ["float", "double precision"],
  ["float8", "double precision"],
  ["decimal", "numeric"],
  ["dec", "numeric"],
  ["varchar", "character varying"],
  ["char varying", "character varying"],
  ["char", "character"],
  ["bpchar", "character"],
  ["varbit", "bit varying"],
  ["time", "time without time zone"],
  ["timetz", "time with time zone"],
  ["timestamp", "timestamp without time zone"],
  ["timestamptz", "timestamp with time zone"],
]);

/** The integer type that a column has, or `undefined` for what only the server knows to be one. */
export function integerType(type: DataType | undefined): Sequence["type"] | undefined {
  const base = type === undefined ? undefined : parseType(type.sql).base;
  return base === "smallint" || base === "integer" || base === "bigint" ? base : undefined;
}
