import type { DataType } from "../schema/types.js";
import { parseType } from "./data-types.js";
import type { ParsedType } from "./data-types.js";

/**
 * What a change of type can do to values.
 *
 * `narrows`: fails on a value that is too long or too large, and there is less room afterwards.
 * `losesDetail`: rounds, cuts or forgets without a word. `mayFail`: not every value of the one is
 * one of the other. `firstElement`: of an array. `timeZone`: the result depends on the session's.
 */
export type Narrowing =
  "none" | "narrows" | "losesDetail" | "mayFail" | "firstElement" | "timeZone";

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
  return changes.get(from.base)?.[to.base];
}

const textTypes: ReadonlySet<string> = new Set(["text", "character varying", "character"]);

const integerDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

function toText(from: ParsedType, to: ParsedType): Narrowing {
  const limit = to.base === "text" ? Infinity : maxLength(to);
  const need = from.base in integerDigits ? (integerDigits[from.base] ?? 0) + 1 : Infinity;
  const length = from.base === "text" || !lengthTypes.has(from.base) ? need : maxLength(from);
  return limit < length ? "narrows" : "none";
}

/** Of the changes that PostgreSQL carries out for every value, or nearly; others may fail. */
const changes: ReadonlyMap<string, Readonly<Record<string, Narrowing>>> = new Map(
  Object.entries({
    smallint: { integer: "none", bigint: "none", real: "none", "double precision": "none" },
    integer: {
      smallint: "narrows",
      bigint: "none",
      real: "losesDetail",
      "double precision": "none",
      boolean: "losesDetail",
    },
    bigint: {
      smallint: "narrows",
      integer: "narrows",
      real: "losesDetail",
      "double precision": "losesDetail",
    },
    real: {
      "double precision": "none",
      numeric: "losesDetail",
      smallint: "losesDetail",
      integer: "losesDetail",
      bigint: "losesDetail",
    },
    "double precision": {
      real: "losesDetail",
      numeric: "losesDetail",
      smallint: "losesDetail",
      integer: "losesDetail",
      bigint: "losesDetail",
    },
    numeric: {
      real: "losesDetail",
      "double precision": "losesDetail",
      smallint: "losesDetail",
      integer: "losesDetail",
      bigint: "losesDetail",
      money: "losesDetail",
    },
    money: { numeric: "none" },
    boolean: { smallint: "none", integer: "none", bigint: "none" },
    text: { citext: "none" },
    "character varying": { citext: "none" },
    date: { "timestamp without time zone": "none", "timestamp with time zone": "timeZone" },
    "timestamp without time zone": {
      date: "losesDetail",
      "time without time zone": "losesDetail",
      "timestamp with time zone": "timeZone",
    },
    "timestamp with time zone": {
      date: "losesDetail",
      "time without time zone": "losesDetail",
      "time with time zone": "losesDetail",
      "timestamp without time zone": "timeZone",
    },
    "time without time zone": { interval: "none", "time with time zone": "timeZone" },
    "time with time zone": { "time without time zone": "losesDetail" },
    interval: { "time without time zone": "losesDetail" },
    json: { jsonb: "none" },
    jsonb: { json: "none" },
    cidr: { inet: "none" },
    inet: { cidr: "losesDetail" },
    macaddr: { macaddr8: "none" },
    bit: { "bit varying": "none" },
    uuid: {},
  } satisfies Record<string, Readonly<Record<string, Narrowing>>>),
);
