/** The spelling of data types: what an author writes, and what `format_type` prints. */
import type { DataType, Sequence } from "./types.js";

/**
 * A built-in type as `format_type` prints it, or `undefined` if only the server can tell.
 * https://www.postgresql.org/docs/current/datatype.html
 *
 * @example canonicalType("timestamptz(3)[]") // timestamp(3) with time zone[]
 */
export function canonicalType(sql: string): string | undefined {
  if (known.has(sql)) return known.get(sql);
  const { element, isArray } = splitArray(sql);
  const canonical = canonicalElement(element);
  const type = canonical && isArray ? `${canonical}[]` : canonical;
  known.set(sql, type);
  return type;
}

/** Many columns have few types. */
const known = new Map<string, string | undefined>();

/** Takes `[]`, `[3]`, `ARRAY` and the like off a type: PostgreSQL keeps no dimensions or sizes. */
export function splitArray(sql: string): { readonly element: string; readonly isArray: boolean } {
  const element = sql.trim().replace(/(?:\s+array)?(?:\s*\[\s*\d*\s*\])*$/i, "");
  return { element: element.trim(), isArray: element !== sql.trim() };
}

function canonicalElement(sql: string): string | undefined {
  if (/^(?:pg_catalog\.)?"char"$/i.test(sql.trim())) return '"char"';
  const match = /^([a-z_][a-z0-9_. ]*?)\s*(?:\(([^()]*)\)\s*([a-z ]*))?$/.exec(
    sql.trim().toLowerCase().replace(/\s+/g, " "),
  );
  if (match === null) return undefined;
  const [, words = "", list, after = ""] = match;
  const name = `${words} ${after}`.trim().replace(/^pg_catalog\.(?=[a-z0-9]+$)/, "");
  const modifiers = list?.split(",").map((modifier) => modifier.trim());
  if (modifiers?.some((modifier) => !/^[+-]?\d+$/.test(modifier))) return undefined;
  const numbers = modifiers?.map(Number) ?? [];
  return temporal(name, numbers) ?? sized(name, numbers) ?? plain(name, numbers);
}

const plainNames = new Map([
  ...`bigint boolean bpchar bytea cidr cid circle box date datemultirange daterange inet int4multirange
  int4range int8multirange int8range integer json jsonb jsonpath line lseg macaddr macaddr8 money
  name nummultirange numrange oid path pg_lsn pg_snapshot point polygon real regclass regcollation
  regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype
  smallint text tid tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot
  uuid xid xid8 xml`
    .split(/\s+/)
    .map((name) => [name, name] as const),
  ...spellings(
    ["integer", "int", "int4"],
    ["bigint", "int8"],
    ["smallint", "int2"],
    ["boolean", "bool"],
    ["real", "float4"],
    ["double precision", "double precision", "float8", "float"],
  ),
]);

function plain(name: string, modifiers: readonly number[]): string | undefined {
  const [bits] = modifiers;
  if (bits === undefined) return plainNames.get(name);
  if (name !== "float" || bits < 1 || bits > 53) return undefined;
  return bits <= 24 ? "real" : "double precision";
}

const sizedNames = new Map(
  spellings(
    ["character varying", "varchar", "char varying", "national character varying"],
    ["character varying", "national char varying", "nchar varying", "character varying"],
    ["character", "char", "nchar", "national character", "national char", "character"],
    ["numeric", "decimal", "dec", "numeric"],
    ["bit varying", "varbit", "bit varying"],
    ["bit", "bit"],
  ),
);

function spellings(
  ...types: readonly (readonly [canonical: string, ...spelled: string[]])[]
): readonly (readonly [string, string])[] {
  return types.flatMap(([canonical, ...spelled]) =>
    spelled.map((name) => [name, canonical] as const),
  );
}

function sized(name: string, modifiers: readonly number[]): string | undefined {
  const canonical =
    name === "bpchar" && modifiers.length === 1 ? "character" : sizedNames.get(name);
  if (canonical === undefined) return undefined;
  const [size, scale, extra] = modifiers;
  if (extra !== undefined) return undefined;
  if (canonical === "numeric") {
    return size === undefined ? canonical : `numeric(${size},${scale ?? 0})`;
  }
  if (scale !== undefined) return undefined;
  if (size !== undefined) return `${canonical}(${size})`;
  // Without a size these two hold one, which their other spellings do not.
  return canonical === "character" || canonical === "bit" ? `${canonical}(1)` : canonical;
}

export const intervalFields =
  "year|month|day|hour|minute|second|year to month|day to hour|day to minute|day to second|hour to minute|hour to second|minute to second";

function temporal(name: string, modifiers: readonly number[]): string | undefined {
  const [asked, extra] = modifiers;
  if (extra !== undefined || (asked !== undefined && asked < 0)) return undefined;
  // PostgreSQL lowers a greater precision to the six digits that it keeps.
  const precision = asked === undefined ? "" : `(${Math.min(asked, 6)})`;
  const clock = /^(timestamp|time)(tz| with time zone| without time zone)?$/.exec(name);
  if (clock !== null) {
    const zone = clock[2] === "tz" || clock[2] === " with time zone" ? "with" : "without";
    return `${clock[1] ?? ""}${precision} ${zone} time zone`;
  }
  if (name === "interval") return `interval${precision}`;
  const fields = new RegExp(`^interval (${intervalFields})$`).exec(name)?.[1];
  if (fields === undefined || (precision !== "" && !fields.endsWith("second"))) return undefined;
  return `interval ${fields}${precision}`;
}

/** A type's text taken apart, as far as casts and hazards need it. */
export interface ParsedType {
  /** In `format_type`'s words where it is a built-in type, else the source's own. */
  readonly base: string;
  readonly modifiers: readonly number[];
  /** True for an array of any number of dimensions, which are one type in PostgreSQL. */
  readonly array: boolean;
}

/** @example parseType("varchar(17)[]") // base "character varying", modifiers [17], array true */
export function parseType(sql: string): ParsedType {
  const type = withoutCollation(sql);
  const { element, isArray: array } = splitArray(canonicalType(type) ?? type);
  if (element.includes('"')) return { base: element, modifiers: [], array };
  const modifiers = /\(([\d\s,-]*)\)/.exec(element)?.[1]?.split(",").map(Number) ?? [];
  const words = element.replace(/\s*\([^)]*\)/, "").toLowerCase();
  if (words.startsWith("interval ")) return { base: "interval", modifiers, array };
  // `bpchar` is a character type without a limit.
  return { base: words === "bpchar" ? "character" : words, modifiers, array };
}

export function withoutCollation(sql: string): string {
  return sql.replace(/\s+collate\s+\S+$/i, "");
}

/** What a column of an integer type is called together with its sequence. */
export const serialTypes = { smallint: "smallserial", integer: "serial", bigint: "bigserial" };

/** The integer type that a column has, or `undefined` for what only the server knows to be one. */
export function integerType(type: DataType | undefined): Sequence["type"] | undefined {
  const sql = type && canonicalType(type.sql);
  return sql === "smallint" || sql === "integer" || sql === "bigint" ? sql : undefined;
}
