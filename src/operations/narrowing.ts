import type { DataType } from "../schema/types.js";
import { type ParsedType, parseType } from "./data-types.js";

/**
 * What a change of type can do to values.
 *
 * `narrows`: fails on a value that is too long or too large, and there is less room afterwards.
 * `losesDetail`: rounds, cuts or forgets without a word. `mayFail`: not every value of the one is
 * one of the other. `firstElement`: of an array. `timeZone`: the result depends on the session's.
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
  if (lengthTypes.has(from.base)) return shorter(from, to);
  if (from.base === "numeric") return numeric(from, to);
  if (secondTypes.has(from.base)) {
    return (to.modifiers[0] ?? 6) < (from.modifiers[0] ?? 6) ? "losesDetail" : "none";
  }
  return to.modifiers.length === 0 ? "none" : "mayFail";
}

const lengthTypes: ReadonlySet<string> = new Set(["character varying", "character", "bit varying"]);

const secondTypes: ReadonlySet<string> = new Set([
  "time without time zone",
  "time with time zone",
  "timestamp without time zone",
  "timestamp with time zone",
  "interval",
]);

function shorter(from: ParsedType, to: ParsedType): Narrowing {
  return maxLength(to) < maxLength(from) ? "narrows" : "none";
}

/** `character` alone is one character; the others alone have no limit. */
function maxLength({ base, modifiers }: ParsedType): number {
  return modifiers[0] ?? (base === "character" ? 1 : Infinity);
}

function numeric(from: ParsedType, to: ParsedType): Narrowing {
  const was = digits(from);
  const shall = digits(to);
  if (shall.before < was.before) return "narrows";
  return shall.after < was.after ? "losesDetail" : "none";
}

/** Digits before and after the point. */
function digits({ modifiers: [precision, scale = 0] }: ParsedType) {
  return precision === undefined
    ? { before: Infinity, after: Infinity }
    : { before: precision - scale, after: scale };
}

function otherBase(from: ParsedType, to: ParsedType): Narrowing | undefined {
  if (textTypes.has(to.base)) return toText(from, to);
  if (from.base in integerDigits && to.base === "numeric") {
    return digits(to).before < (integerDigits[from.base] ?? 0) ? "narrows" : "none";
  }
  const known = Object.hasOwn(changes, from.base) ? changes[from.base] : undefined;
  return narrowings.find((change) => known?.[change]?.includes(to.base) === true);
}

const textTypes: ReadonlySet<string> = new Set(["text", "character varying", "character"]);

const integerDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

function toText(from: ParsedType, to: ParsedType): Narrowing {
  const limit = to.base === "text" ? Infinity : maxLength(to);
  const need = from.base in integerDigits ? (integerDigits[from.base] ?? 0) + 1 : Infinity;
  const length = from.base === "text" || !lengthTypes.has(from.base) ? need : maxLength(from);
  return limit < length ? "narrows" : "none";
}

const integers = ["smallint", "integer", "bigint"];
const floats = ["real", "double precision"];

/** Of the changes that PostgreSQL carries out for every value, or nearly; others may fail. */
const changes: Readonly<Record<string, Partial<Readonly<Record<Narrowing, readonly string[]>>>>> = {
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
  boolean: { none: ["smallint", "integer", "bigint"] },
  text: { none: ["citext"] },
  "character varying": { none: ["citext"] },
  date: { none: ["timestamp without time zone"], timeZone: ["timestamp with time zone"] },
  "timestamp without time zone": {
    losesDetail: ["date", "time without time zone"],
    timeZone: ["timestamp with time zone"],
  },
  "timestamp with time zone": {
    losesDetail: ["date", "time without time zone", "time with time zone"],
    timeZone: ["timestamp without time zone"],
  },
  "time without time zone": { none: ["interval"], timeZone: ["time with time zone"] },
  "time with time zone": { losesDetail: ["time without time zone"] },
  interval: { losesDetail: ["time without time zone"] },
  json: { none: ["jsonb"] },
  jsonb: { none: ["json"] },
  cidr: { none: ["inet"] },
  inet: { losesDetail: ["cidr"] },
  macaddr: { none: ["macaddr8"] },
  bit: { none: ["bit varying"] },
};
