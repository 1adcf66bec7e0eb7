import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parameterText } from "../../../src/database/parameters.js";
import { scriptStatement } from "../../../src/runtime/script/script.js";
import { inlineValues } from "../../../src/runtime/script/record.js";
import { createDatabase } from "../../support/database.js";

test.each([
  ["SELECT 1", "SELECT 1;"],
  ["SELECT 1;", "SELECT 1;"],
  ["SELECT 1 ;\n", "SELECT 1 ;"],
  ["SELECT 1; -- one", "SELECT 1; -- one"],
  ["SELECT 1 -- one", "SELECT 1 -- one\n;"],
  ["SELECT 1 -- one;", "SELECT 1 -- one;\n;"],
  ["SELECT 1 /* one; /* two */ */", "SELECT 1 /* one; /* two */ */;"],
  ["SELECT '-- no comment'", "SELECT '-- no comment';"],
  [`SELECT 1 AS "--"`, `SELECT 1 AS "--";`],
  ["SELECT E'\\'--'", "SELECT E'\\'--';"],
  ["DO $a$ BEGIN; END -- $a$", "DO $a$ BEGIN; END -- $a$;"],
  ["SELECT $$;$$", "SELECT $$;$$;"],
  ["SELECT 1; SELECT 2", "SELECT 1; SELECT 2;"],
  ["SELECT a[1:n], b::text, c[1:2]", "SELECT a[1: n], b::text, c[1: 2];"],
  ["SELECT ':n', $$:n$$", "SELECT ':n', $$:n$$;"],
  ["-- nothing", ""],
  ["", ""],
])("%j becomes %j", (sql, expected) => {
  expect(scriptStatement(sql)).toBe(expected);
});

describe("values written out", () => {
  test("only where they are parameters", () => {
    const sql = `SELECT $1, '$1', "$1", $$ $1 $$, a$1, $2 -- $1`;
    expect(inlineValues(sql, ["it's", null])).toBe(
      `SELECT 'it''s', '$1', "$1", $$ $1 $$, a$1, NULL -- $1`,
    );
  });

  test("a parameter without a value is an error", () => {
    expect(() => inlineValues("SELECT $2", [1])).toThrow("There is no value for $2: 1 are given.");
  });

  test.each([
    ["text", fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""))],
    ["bigint", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
    ["double precision", fc.double({ noNaN: true, noDefaultInfinity: true })],
    ["boolean", fc.boolean()],
    ["jsonb", fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom(1, "x\\y", null, true))],
    [
      "timestamptz",
      fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
    ],
    ["text[]", fc.array(fc.option(fc.constantFrom("", 'a"b', "c\\d", "{e}", "null", "f,g")))],
    ["bytea", fc.uint8Array().map((bytes) => Buffer.from(bytes))],
  ] satisfies [string, fc.Arbitrary<unknown>][])(
    "%s: as the driver sends them",
    async (type, arbitrary) => {
      const { connection } = await createDatabase();
      await fc.assert(
        fc.asyncProperty(arbitrary, async (value) => {
          const sql = `SELECT ($1::${type})::text AS value`;
          const [sent] = await connection.query(sql, [value]);
          const [written] = await connection.query(inlineValues(sql, [value]));
          expect(written).toEqual(sent);
        }),
        { numRuns: 60 },
      );
    },
  );

  test("null is no text", () => {
    expect([undefined, null].map(parameterText)).toEqual([null, null]);
  });
});
