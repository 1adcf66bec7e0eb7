import { expect, it } from "vitest";
import { compile } from "../../src/operations/rules.js";
import { createDatabase } from "../support/database.js";
import { apply } from "./apply.js";

const t = { schema: "public", name: 'o"dd' };

it("inserts values of every kind as their columns read them", async () => {
  const { connection } = await createDatabase();
  await connection.batch(
    `CREATE TYPE mood AS ENUM ('sad');
     CREATE TABLE "o""dd" (id serial, "t t" text DEFAULT 'd', n numeric, b bigint, f float8, ok bool,
       j jsonb, ja jsonb, a text[], m mood[], at timestamptz, y bytea, aa int[])`,
  );
  const row = {
    "t t": `it's "q" \\ \n ?`,
    n: "12345678901234567890.5",
    b: 9223372036854775807n,
    f: Infinity,
    ok: true,
    j: { a: [1, "x"], big: 9007199254740993n, skip: undefined },
    ja: ["a", "b"],
    a: ["it's", null, '"', "{}"],
    m: ["sad"],
    at: new Date("2026-11-22T15:43:00.000Z"),
    y: new Uint8Array([0, 255]),
    aa: [
      [1, 2],
      [3, 4],
    ],
  };
  await apply(connection, [
    { kind: "bulkInsert", table: t, rows: [row, { "t t": undefined, n: null }, {}, {}] },
  ]);
  const rows = await connection.query(
    `SELECT id, "t t", n::text, b::text, f::text, ok, j::text, ja::text, a::text, m::text,
            at = '2026-11-22T15:43:00Z' AS at, y::text, aa::text FROM "o""dd" ORDER BY id`,
  );
  expect(rows[0]).toEqual({
    id: 1,
    "t t": row["t t"],
    n: row.n,
    b: "9223372036854775807",
    f: "Infinity",
    ok: true,
    j: '{"a": [1, "x"], "big": 9007199254740993}',
    ja: '["a", "b"]',
    a: `{it's,NULL,"\\"","{}"}`,
    m: "{sad}",
    at: true,
    y: "\\x00ff",
    aa: "{{1,2},{3,4}}",
  });
  expect(rows.slice(1).map((inserted) => [inserted["t t"], inserted["n"]])).toEqual([
    ["d", null],
    ["d", null],
    ["d", null],
  ]);
});

it("makes few statements of many rows", () => {
  const rows = Array.from({ length: 2500 }, (_, id) => ({ id }));
  expect(compile({ kind: "bulkInsert", table: t, rows })).toHaveLength(3);
  expect(compile({ kind: "bulkInsert", table: t, rows: [] })).toEqual([]);
});

it("refuses a value that has no SQL", () => {
  const insert = () => compile({ kind: "bulkInsert", table: t, rows: [{ a: () => 1 }] });
  expect(insert).toThrow('holds a function for "a"');
});

it("keeps the values of a statement", () => {
  expect(compile({ kind: "execute", sql: "SELECT $1", values: [1] })).toEqual([
    { sql: "SELECT $1", values: [1] },
  ]);
});
