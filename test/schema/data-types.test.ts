import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalType, integerType } from "../../src/schema/data-types.js";
import { createDatabase } from "../support/database.js";

const precision = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
const size = fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined });
const space = fc.constantFrom("", " ", "  ");

function withSize(names: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...names), space, size)
    .map(([name, gap, n]) => (n === undefined ? name : `${name}${gap}(${n})`));
}

const clock = fc
  .tuple(
    fc.constantFrom("timestamp", "time", "timestamptz", "timetz"),
    space,
    precision,
    fc.constantFrom("", " with time zone", " without time zone"),
  )
  .map(([name, gap, digits, zone]) => {
    const inside = digits === undefined ? "" : `${gap}(${digits})`;
    return `${name}${inside}${name.endsWith("tz") ? "" : zone}`;
  });

const interval = fc
  .tuple(
    fc.constantFrom(
      "",
      " year",
      " month",
      " day",
      " hour",
      " minute",
      " second",
      " year to month",
      " day to hour",
      " day to minute",
      " day to second",
      " hour to minute",
      " hour to second",
      " minute to second",
    ),
    precision,
  )
  .map(([fields, digits]) =>
    digits === undefined || !(fields === "" || fields.endsWith("second"))
      ? `interval${fields}`
      : `interval${fields}(${digits})`,
  );

const numeric = fc
  .tuple(
    fc.constantFrom("numeric", "decimal", "dec"),
    fc.option(fc.tuple(fc.integer({ min: 5, max: 30 }), fc.option(fc.integer({ min: 0, max: 5 })))),
  )
  .map(([name, sizes]) => {
    if (sizes === null) return name;
    return sizes[1] === null ? `${name}(${sizes[0]})` : `${name}( ${sizes[0]} , ${sizes[1]} )`;
  });

const plain = fc.constantFrom(
  ..."int int2 int4 int8 integer smallint bigint bool boolean float float4 float8 real text uuid json jsonb bytea date inet cidr macaddr macaddr8 point line lseg box path polygon circle money xml tsvector tsquery oid name jsonpath pg_lsn int4range tstzrange int4multirange bpchar regclass".split(
    " ",
  ),
  "double precision",
  '"char"',
  "pg_catalog.int4",
  "pg_catalog.timestamptz",
  "float(24)",
  "float(25)",
);

const spelling = fc
  .tuple(
    fc.oneof(
      plain,
      clock,
      interval,
      numeric,
      withSize([
        "varchar",
        "character varying",
        "char varying",
        "char",
        "character",
        "nchar",
        "national character",
        "national character varying",
        "bit",
        "bit varying",
        "varbit",
      ]),
    ),
    fc.constantFrom("", "", "[]", "[3]", "[][]", "[3][2]", " array", " array[4]", " [ ]"),
    fc.boolean(),
  )
  .map(
    ([type, array, upper]) => `${upper && !type.includes('"') ? type.toUpperCase() : type}${array}`,
  );

test("a built-in type, however it is spelled, becomes what format_type prints", async () => {
  const { connection } = await createDatabase();
  await fc.assert(
    fc.asyncProperty(fc.array(spelling, { minLength: 20, maxLength: 60 }), async (spellings) => {
      await connection.query(
        `create table t (${spellings.map((type, i) => `c${i} ${type}`).join(", ")})`,
      );
      const rows = await connection.query(
        "select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = 't'::regclass and attnum > 0 order by attnum",
      );
      await connection.query("drop table t");
      expect(spellings.map((type) => [type, canonicalType(type)])).toEqual(
        rows.map((row, i) => [spellings[i], row["type"]]),
      );
    }),
    { numRuns: 40 },
  );
});

test.each([
  "citext",
  "public.mood",
  '"Mood"',
  "varchar(x)",
  "geometry(point)",
  "vector(3)",
  "int(4)",
  "numeric(1,2,3)",
  "",
  "interval day(3)",
  'text COLLATE "C"',
])("only the server knows what %j is", (type) => {
  expect(canonicalType(type)).toBeUndefined();
});

test.each([
  ["int4", "integer"],
  ["bigint", "bigint"],
  ["integer[]", undefined],
  ["public.integer", undefined],
])("%j is the integer type %j", (sql, type) => {
  expect(integerType({ sql })).toBe(type);
});
