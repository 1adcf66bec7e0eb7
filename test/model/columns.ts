import fc from "fast-check";
import * as pg from "drizzle-orm/pg-core";
import type { PgColumnBuilderBase } from "drizzle-orm/pg-core";

export const mood = pg.pgEnum("Mood", ["sad", "it's ok", "a\\b", "NULL", "x,y"]);

/** A column builder with a default, and the value that a row then has, as Drizzle reads it. */
export interface ColumnWithDefault {
  readonly builder: () => PgColumnBuilderBase;
  readonly label: string;
  readonly value: unknown;
  /** Whether the default is claimed to stand in the server's own words. */
  readonly canonical: boolean;
}

const text = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter((s) => !/[\0\ud800-\udfff]/.test(s));
const int4 = fc.integer({ min: -2147483648, max: 2147483647 });
const json = fc.jsonValue({ maxDepth: 2, noUnicodeString: false }).filter((value) => {
  const written = JSON.stringify(value);
  return (
    typeof value === "object" && value !== null && !/\\u0000|\\ud[89a-f]|-0\b|e[+-]/i.test(written)
  );
});
const date = fc.date({
  min: new Date("1900-01-01"),
  max: new Date("2100-01-01"),
  noInvalidDate: true,
});
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n));
const uuid = fc.uuid();

function of<T>(
  label: string,
  values: fc.Arbitrary<T>,
  make: (value: T) => PgColumnBuilderBase,
  canonical: boolean | ((value: T) => boolean) = true,
): fc.Arbitrary<ColumnWithDefault> {
  return values.map((value) => ({
    label,
    value,
    builder: () => make(value),
    canonical: typeof canonical === "function" ? canonical(value) : canonical,
    [fc.toStringMethod]: () => `${label} ${fc.stringify(value)}`,
  }));
}

/** A backslash is written so that it holds under every setting, which the server does not do. */
const noBackslash = (value: unknown): boolean => !JSON.stringify(value).includes("\\");
const shortNumbers = (value: unknown): boolean => !/\d{16}|[eE]/.test(JSON.stringify(value));

export const columnWithDefault: fc.Arbitrary<ColumnWithDefault> = fc.oneof(
  of("integer", int4, (v) => pg.integer().default(v)),
  of("smallint", fc.integer({ min: -32768, max: 32767 }), (v) => pg.smallint().default(v)),
  of("bigint number", fc.maxSafeInteger(), (v) => pg.bigint({ mode: "number" }).default(v)),
  of("bigint", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (v) =>
    pg.bigint({ mode: "bigint" }).default(v),
  ),
  of("boolean", fc.boolean(), (v) => pg.boolean().default(v)),
  of("double", double, (v) => pg.doublePrecision().default(v)),
  of(
    "real",
    fc.integer({ min: -1000, max: 1000 }).map((n) => n / 4),
    (v) => pg.real().default(v),
  ),
  of(
    "numeric",
    fc.integer().map((n) => (n / 100).toFixed(2)),
    (v) => pg.numeric({ precision: 12, scale: 2 }).default(v),
    (v) => !/^-0?\.|^-.*0$|^-0/.test(v),
  ),
  of(
    "numeric number",
    fc.integer().map((n) => n / 100),
    (v) => pg.numeric({ mode: "number" }).default(v),
  ),
  of("numeric bigint", fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (v) =>
    pg.numeric({ mode: "bigint" }).default(v),
  ),
  of("text", text, (v) => pg.text().default(v), noBackslash),
  of("varchar", text, (v) => pg.varchar({ length: 40 }).default(v), noBackslash),
  of("varchar without length", text, (v) => pg.varchar().default(v), noBackslash),
  of("char", fc.stringMatching(/^[a-z]{5}$/), (v) => pg.char({ length: 5 }).default(v)),
  of("uuid", uuid, (v) => pg.uuid().default(v)),
  of("json", json, (v) => pg.json().default(v), noBackslash),
  of(
    "jsonb",
    json,
    (v) => pg.jsonb().default(v),
    (v) => noBackslash(v) && shortNumbers(v),
  ),
  of("enum", fc.constantFrom(...mood.enumValues), (v) => mood().default(v), noBackslash),
  of(
    "date",
    date.map((d) => d.toISOString().slice(0, 10)),
    (v) => pg.date().default(v),
  ),
  of(
    "date as Date",
    date.map((d) => new Date(d.toISOString().slice(0, 10))),
    (v) => pg.date({ mode: "date" }).default(v),
  ),
  of("timestamp", date, (v) => pg.timestamp({ precision: 3 }).default(v)),
  of("timestamptz", date, (v) => pg.timestamp({ withTimezone: true }).default(v)),
  of(
    "timestamp string",
    date.map((d) => d.toISOString().slice(0, 19).replace("T", " ")),
    (v) => pg.timestamp({ mode: "string" }).default(v),
  ),
  of("time", fc.constantFrom("00:00:00", "23:59:59", "12:30:15"), (v) => pg.time().default(v)),
  of("inet", fc.ipV4(), (v) => pg.inet().default(v)),
  of("cidr", fc.constantFrom("10.0.0.0/8"), (v) => pg.cidr().default(v), false),
  of("macaddr", fc.constantFrom("08:00:2b:01:02:03"), (v) => pg.macaddr().default(v), true),
  of("interval", fc.constantFrom("1 day", "02:00:00"), (v) => pg.interval().default(v), false),
  of("point", fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), (v) =>
    pg.point().default(v),
  ),
  of(
    "point xy",
    fc.record({ x: fc.integer({ min: 1, max: 9 }), y: fc.constant(2.5) }),
    (v) => pg.point({ mode: "xy" }).default(v),
    false,
  ),
  of("line", fc.constant<[number, number, number]>([1, 2, 3]), (v) => pg.line().default(v), false),
  of("text[]", fc.array(text, { maxLength: 4 }), (v) => pg.text().array().default(v), noBackslash),
  of(
    "varchar[]",
    fc.array(text, { maxLength: 4 }),
    (v) => pg.varchar({ length: 40 }).array().default(v),
    noBackslash,
  ),
  of(
    "enum[]",
    fc.array(fc.constantFrom(...mood.enumValues), { maxLength: 4 }),
    (v) => mood().array().default(v),
    noBackslash,
  ),
  of(
    "integer[][]",
    fc.array(fc.tuple(int4, int4), { minLength: 1, maxLength: 3 }),
    (v) => pg.integer().array(2).array().default(v),
    true,
  ),
  of(
    "boolean[]",
    fc.array(fc.boolean(), { maxLength: 3 }),
    (v) => pg.boolean().array().default(v),
    true,
  ),
  of(
    "jsonb[]",
    fc.array(json, { maxLength: 2 }),
    (v) => pg.jsonb().array().default(v),
    (v) => noBackslash(v) && shortNumbers(v) && JSON.stringify(v) === "[]",
  ),
  of(
    "timestamptz array",
    fc.array(date, { maxLength: 2 }),
    (v) => pg.timestamp({ withTimezone: true }).array().default(v),
    false,
  ),
  of("uuid[]", fc.array(uuid, { maxLength: 2 }), (v) => pg.uuid().array().default(v), true),
);
