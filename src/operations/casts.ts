/** How a column's type is changed, and what that does to the values. */
import { parseType, type ParsedType, withoutCollation } from "../schema/data-types.js";
import { quoteIdentifier } from "../schema/identifiers.js";
import type { DataType } from "../schema/types.js";

/**
 * The expression after `USING` that a change of type requires; `undefined` if PostgreSQL casts by
 * assignment. A scalar becomes an array with one element, an array its first element.
 *
 * @example castExpression("a", { sql: "text" }, { sql: "integer" }) // "a"::integer
 * @example castExpression("a", { sql: "boolean" }, { sql: "bigint" }) // "a"::text::bigint
 */
export function castExpression(column: string, from: DataType, to: DataType): string | undefined {
  const source = parseType(from.sql);
  const target = parseType(to.sql);
  const value = quoteIdentifier(column);
  const type = withoutCollation(to.sql);
  const cast = castOf(source, target);
  const viaText = cast === "throughText" ? "::text" : "";
  if (!source.array && target.array)
    return `CASE WHEN ${value} IS NOT NULL THEN ARRAY[${value}${viaText}]::${type} END`;
  if (source.array && !target.array) return `${value}[1]${viaText}::${type}`;
  if (cast === "assignment") return undefined;
  return `${value}${viaText}${viaText !== "" && source.array ? "[]" : ""}::${type}`;
}

/** https://www.postgresql.org/docs/current/sql-createcast.html */
function castOf(from: ParsedType, to: ParsedType): "assignment" | "explicit" | "throughText" {
  if (from.base === to.base) return "assignment";
  const known = Object.hasOwn(casts, from.base) ? casts[from.base] : undefined;
  if (known?.assignment?.includes(to.base) === true) return "assignment";
  if (known?.explicit?.includes(to.base) === true) return "explicit";
  if (isString(to)) return "assignment";
  // citext has assignment casts from the string types, which avoid a rewrite.
  if (isString(from)) return /(^|\.)citext$/.test(to.base) ? "assignment" : "explicit";
  return "throughText";
}

export function isString({ base }: ParsedType): boolean {
  return base === "name" || textTypes.has(base);
}

/**
 * `narrows`: fails for values that are too long or too large. `losesDetail`: rounds or truncates
 * without an error. `mayFail`: cannot cast every value. `timeZone`: depends on the session's zone.
 */
export type Narrowing = (typeof narrowings)[number];

const narrowings = [
  "none",
  "narrows",
  "losesDetail",
  "mayFail",
  "firstElement",
  "timeZone",
] as const;

/** @example narrowing({ sql: "varchar(50)" }, { sql: "varchar(20)" }) // "narrows" */
export function narrowing(from: DataType, to: DataType): Narrowing {
  const source = parseType(from.sql);
  const target = parseType(to.sql);
  if (source.array && !target.array) return "firstElement";
  return source.base === target.base
    ? sameBase(source, target)
    : (otherBase(source, target) ?? "mayFail");
}

function sameBase(from: ParsedType, to: ParsedType): Narrowing {
  if (from.modifiers.join() === to.modifiers.join()) return "none";
  if (lengthTypes.has(from.base)) return maxLength(to) < maxLength(from) ? "narrows" : "none";
  if (from.base === "numeric") {
    const [old, desired] = [digits(from), digits(to)];
    if (desired.before < old.before) return "narrows";
    return desired.after < old.after ? "losesDetail" : "none";
  }
  if (/^(?:time(?:stamp)? |interval$)/.test(from.base))
    return (to.modifiers[0] ?? 6) < (from.modifiers[0] ?? 6) ? "losesDetail" : "none";
  return to.modifiers.length === 0 ? "none" : "mayFail";
}

function maxLength({ modifiers }: ParsedType): number {
  return modifiers[0] ?? Infinity;
}

function digits({ modifiers: [precision, scale = 0] }: ParsedType) {
  return precision === undefined
    ? { before: Infinity, after: Infinity }
    : { before: precision - scale, after: scale };
}

function otherBase(from: ParsedType, to: ParsedType): Narrowing | undefined {
  const integer = Object.hasOwn(integerDigits, from.base) ? integerDigits[from.base] : undefined;
  if (textTypes.has(to.base)) {
    // The digits of an integer and its sign.
    const needed = (integer ?? Infinity) + 1;
    const length = lengthTypes.has(from.base) ? maxLength(from) : needed;
    return maxLength(to) < length ? "narrows" : "none";
  }
  if (integer !== undefined && to.base === "numeric")
    return digits(to).before < integer ? "narrows" : "none";
  const known = Object.hasOwn(effects, from.base) ? effects[from.base] : undefined;
  return narrowings.find((effect) => known?.[effect]?.includes(to.base) === true);
}

const textTypes = new Set(["text", "character varying", "character"]);
const lengthTypes = new Set(["character varying", "character", "bit varying"]);
const integerDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

const integers = ["smallint", "integer", "bigint"];
const floats = ["real", "double precision"];
const time = "time without time zone";
const timeTz = "time with time zone";
const timestamp = "timestamp without time zone";
const timestampTz = "timestamp with time zone";

type TypesBy<Word extends string> = Readonly<Partial<Record<Word, readonly string[]>>>;

/** `pg_cast` of PostgreSQL 14 to 18, without casts to and from strings, which every type has. */
const casts: Readonly<Record<string, TypesBy<"assignment" | "explicit">>> = {
  boolean: { explicit: ["integer"] },
  smallint: { assignment: ["integer", "bigint", "numeric", "oid", "regclass", ...floats] },
  integer: {
    assignment: ["smallint", "bigint", "numeric", "money", "oid", "regclass", ...floats],
    explicit: ["boolean", "bit"],
  },
  bigint: {
    assignment: ["smallint", "integer", "numeric", "money", "oid", "regclass", ...floats],
    explicit: ["bit"],
  },
  real: { assignment: [...integers, "double precision", "numeric"] },
  "double precision": { assignment: [...integers, "real", "numeric"] },
  numeric: { assignment: [...integers, ...floats, "money"] },
  money: { assignment: ["numeric"] },
  text: { assignment: ["regclass"] },
  "character varying": { assignment: ["regclass"] },
  bit: { assignment: ["bit varying"], explicit: ["integer", "bigint"] },
  "bit varying": { assignment: ["bit"] },
  date: { assignment: [timestamp, timestampTz] },
  [time]: { assignment: ["interval", timeTz] },
  [timeTz]: { assignment: [time] },
  [timestamp]: { assignment: ["date", time, timestampTz] },
  [timestampTz]: { assignment: ["date", time, timeTz, timestamp] },
  interval: { assignment: [time] },
  json: { assignment: ["jsonb"] },
  jsonb: { assignment: ["json"], explicit: ["boolean", "numeric", ...integers, ...floats] },
  inet: { assignment: ["cidr"] },
  cidr: { assignment: ["inet"] },
  macaddr: { assignment: ["macaddr8"] },
  macaddr8: { assignment: ["macaddr"] },
  point: { assignment: ["box"] },
  lseg: { explicit: ["point"] },
  box: { assignment: ["polygon"], explicit: ["circle", "lseg", "point"] },
  path: { assignment: ["polygon"] },
  polygon: { assignment: ["path"], explicit: ["box", "circle", "point"] },
  circle: { explicit: ["box", "point", "polygon"] },
  oid: { assignment: ["integer", "bigint", "regclass"] },
  regclass: { assignment: ["integer", "bigint", "oid"] },
  ...Object.fromEntries(
    ["int4", "int8", "num", "ts", "tstz", "date"].map((element) => [
      `${element}range`,
      { explicit: [`${element}multirange`] },
    ]),
  ),
};

/** What a cast does to values, if PostgreSQL can cast nearly all of them. Others may fail. */
const effects: Readonly<Record<string, TypesBy<Narrowing>>> = {
  smallint: { none: ["integer", "bigint", ...floats] },
  integer: {
    none: ["bigint", "double precision"],
    narrows: ["smallint"],
    losesDetail: ["real", "boolean"],
  },
  bigint: { narrows: ["smallint", "integer"], losesDetail: floats },
  real: { none: ["double precision"], losesDetail: ["numeric", ...integers] },
  "double precision": { losesDetail: ["real", "numeric", ...integers] },
  numeric: { losesDetail: [...floats, ...integers, "money"] },
  money: { none: ["numeric"] },
  boolean: { none: integers },
  text: { none: ["citext"] },
  "character varying": { none: ["citext"] },
  date: { none: [timestamp], timeZone: [timestampTz] },
  [timestamp]: { losesDetail: ["date", time], timeZone: [timestampTz] },
  [timestampTz]: { losesDetail: ["date", time, timeTz], timeZone: [timestamp] },
  [time]: { none: ["interval"], timeZone: [timeTz] },
  [timeTz]: { losesDetail: [time] },
  interval: { losesDetail: [time] },
  json: { none: ["jsonb"] },
  jsonb: { none: ["json"] },
  cidr: { none: ["inet"] },
  inet: { losesDetail: ["cidr"] },
  macaddr: { none: ["macaddr8"] },
  bit: { none: ["bit varying"] },
};
