/** The value that stands for none in each type: empty text, zero, the beginning of time. */
import { parseType } from "../operations/data-types.js";
import { quoteLiteral } from "../schema/identifiers.js";

/**
 * An SQL expression as PostgreSQL prints it, or `undefined` for a type of which no value is known.
 *
 * @param labels Of the enum that the type is, or is an array of.
 * @example zeroValue("character varying(20)") // "''::character varying"
 */
export function zeroValue(type: string, labels?: readonly string[]): string | undefined {
  const { base, array, modifiers } = parseType(type);
  if (array) return `'{}'::${type}`;
  const [label] = labels ?? [];
  if (label !== undefined) return `${quoteLiteral(label)}::${type}`;
  if (numbers.has(base)) return "0";
  if (base === "boolean") return "false";
  if (base === "bit") return `B'${"0".repeat(modifiers[0] ?? 1)}'::"bit"`;
  const text = texts.get(base) ?? texts.get(base.replace(/^.*\./, "extension "));
  if (text === undefined) return undefined;
  return `'${text}'::${base === "character" ? "bpchar" : base}`;
}

const numbers: ReadonlySet<string> = new Set([
  "smallint",
  "integer",
  "bigint",
  "numeric",
  "real",
  "double precision",
]);

const texts: ReadonlyMap<string, string> = new Map([
  ["text", ""],
  ["character varying", ""],
  ["character", ""],
  ["citext", ""],
  ["extension citext", ""],
  ["bytea", String.raw`\x`],
  ["money", "0"],
  ["uuid", "00000000-0000-0000-0000-000000000000"],
  ["json", "{}"],
  ["jsonb", "{}"],
  ["date", "1970-01-01"],
  ["timestamp without time zone", "1970-01-01 00:00:00"],
  ["timestamp with time zone", "1970-01-01 00:00:00+00"],
  ["time without time zone", "00:00:00"],
  ["time with time zone", "00:00:00+00"],
  ["interval", "00:00:00"],
  ["inet", "0.0.0.0"],
  ["cidr", "0.0.0.0/32"],
  ["macaddr", "00:00:00:00:00:00"],
  ["macaddr8", "00:00:00:00:00:00:00:00"],
  ["bit varying", ""],
  ["tsvector", ""],
  ["xml", ""],
  ["point", "(0,0)"],
  ["int4range", "empty"],
  ["int8range", "empty"],
  ["numrange", "empty"],
  ["daterange", "empty"],
  ["tsrange", "empty"],
  ["tstzrange", "empty"],
]);
