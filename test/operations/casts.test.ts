import { describe, expect, it } from "vitest";
import { castExpression } from "../../src/operations/casts.js";
import { createDatabase } from "../support/database.js";

/** Built-in types, and a value of each. */
const samples: Readonly<Record<string, string>> = {
  boolean: "true",
  smallint: "1",
  integer: "1",
  bigint: "1",
  real: "1",
  "double precision": "1",
  numeric: "1",
  "numeric(8,2)": "1",
  money: "1",
  text: "1",
  "character varying": "1",
  "character varying(20)": "1",
  "character(3)": "1",
  bytea: "\\x00",
  "bit(8)": "00000001",
  "bit varying(8)": "1",
  date: "2026-11-22",
  "time without time zone": "12:00",
  "time with time zone": "12:00+00",
  "timestamp without time zone": "2026-11-22 12:00",
  "timestamp(3) with time zone": "2026-11-22 12:00+00",
  interval: "1 hour",
  uuid: "00000000-0000-0000-0000-000000000001",
  json: "1",
  jsonb: "1",
  jsonpath: "$",
  xml: "<a/>",
  inet: "127.0.0.1",
  cidr: "127.0.0.0/8",
  macaddr: "08:00:2b:01:02:03",
  macaddr8: "08:00:2b:01:02:03:04:05",
  point: "(1,1)",
  line: "{1,1,1}",
  lseg: "[(0,0),(1,1)]",
  box: "(1,1),(0,0)",
  path: "((0,0),(1,1))",
  polygon: "((0,0),(1,1))",
  circle: "<(0,0),1>",
  tsvector: "a",
  tsquery: "a",
  oid: "1",
  int4range: "[1,2)",
  daterange: "[2026-01-01,2026-01-02)",
  int4multirange: "{[1,2)}",
  pg_lsn: "0/1",
  "public.mood": "1",
  "public.other": "1",
  "integer[]": "{1}",
  "text[]": "{1}",
  "public.mood[]": "{1}",
};

/** Text that is a value of most types, so that a cast through text can succeed. */
const sensible = new Set(
  ["boolean", "smallint", "integer", "bigint", "numeric", "text", "character varying(20)"].concat([
    "real",
    "double precision",
    "jsonb",
    "public.mood",
    "integer[]",
    "text[]",
    "public.mood[]",
  ]),
);

const enums = new Set(["public.mood", "public.other"]);

function sqlFor(from: string, to: string): string {
  const using = castExpression('a "b"', type(from), type(to));
  return `ALTER TABLE t ALTER COLUMN "a ""b""" TYPE ${to}${using === undefined ? "" : ` USING ${using}`}`;
}

function type(sql: string) {
  return enums.has(sql) ? { sql, enum: { schema: "public", name: sql.slice(7) } } : { sql };
}

describe("castExpression", () => {
  it("gives what PostgreSQL accepts for every pair of types", async () => {
    const { connection } = await createDatabase();
    await connection.batch(`CREATE TYPE mood AS ENUM ('1'); CREATE TYPE other AS ENUM ('1')`);
    const names = Object.keys(samples);
    const refused: string[] = [];
    for (const from of names) {
      // One round trip a source: each change is made and taken back inside a block.
      const blocks = names
        .map((to) => {
          const statement = sqlFor(from, to).replaceAll("'", "''");
          return `BEGIN EXECUTE '${statement}'; RAISE SQLSTATE 'OK000';
            EXCEPTION WHEN SQLSTATE 'OK000' THEN NULL;
            WHEN OTHERS THEN INSERT INTO failures VALUES ('${to}', SQLERRM); END;`;
        })
        .join("\n");
      const results = await connection.batch(
        `DROP TABLE IF EXISTS t, failures; CREATE TABLE t ("a ""b""" ${from});
         CREATE TABLE failures (target text, message text);
         DO $do$ BEGIN ${blocks} END $do$; SELECT * FROM failures`,
      );
      refused.push(...(results.at(-1) ?? []).map((row) => `${from} → ${JSON.stringify(row)}`));
    }
    expect(refused).toEqual([]);
  });

  it("says nothing where the assignment is PostgreSQL's own", async () => {
    const { connection } = await createDatabase();
    await connection.batch(`CREATE TYPE mood AS ENUM ('1'); CREATE TYPE other AS ENUM ('1')`);
    // What needs no USING gets none: a needless one would rewrite a table that need not be.
    const scalar = Object.keys(samples).filter((name) => !name.endsWith("[]"));
    const needless: string[] = [];
    for (const from of scalar) {
      const targets = scalar.filter((to) => sqlFor(from, to).includes("USING"));
      const blocks = targets
        .map(
          (to) => `BEGIN ALTER TABLE t ALTER COLUMN a TYPE ${to}; RAISE SQLSTATE 'OK000';
            EXCEPTION WHEN SQLSTATE 'OK000' THEN INSERT INTO accepted VALUES ('${to}');
            WHEN OTHERS THEN NULL; END;`,
        )
        .join("\n");
      const results = await connection.batch(
        `DROP TABLE IF EXISTS t, accepted; CREATE TABLE t (a ${from});
         CREATE TABLE accepted (target text);
         DO $do$ BEGIN ${blocks} NULL; END $do$; SELECT target FROM accepted`,
      );
      needless.push(...(results.at(-1) ?? []).map((row) => `${from} → ${row["target"]}`));
    }
    expect(needless).toEqual([]);
  });

  it("converts a row", async () => {
    const { connection } = await createDatabase();
    await connection.batch(
      `CREATE TYPE mood AS ENUM ('1', 'true'); CREATE TYPE other AS ENUM ('1')`,
    );
    const meaningful = [...sensible].flatMap((from) =>
      [...sensible].map((to) => [from, to] as const),
    );
    const failed: string[] = [];
    for (const [from, to] of meaningful) {
      if ([from, to].some((name) => name.startsWith("boolean"))) continue;
      await connection.batch(
        `DROP TABLE IF EXISTS t; CREATE TABLE t ("a ""b""" ${from});
         INSERT INTO t VALUES ('${samples[from]}'), (NULL)`,
      );
      await connection.query(sqlFor(from, to)).catch((error: unknown) => {
        failed.push(`${from} → ${to}: ${String(error)}`);
      });
      const rows = await connection.query(`SELECT "a ""b"""::text AS a FROM t`).catch(() => []);
      if (rows.length !== 2 || rows[1]?.["a"] !== null) failed.push(`${from} → ${to}: NULL`);
    }
    expect(failed).toEqual([]);
  });

  it.each([
    ["integer", "bigint", undefined],
    ["character varying(50)", "character varying(20)", undefined],
    ["text", "varchar(20)", undefined],
    ["timestamp", "timestamptz(3)", undefined],
    ["json", "jsonb", undefined],
    ["text", "citext", undefined],
    ["integer", "boolean", '"a"::boolean'],
    ["boolean", "integer", '"a"::integer'],
    ["boolean", "bigint", '"a"::text::bigint'],
    ["text", "integer", '"a"::integer'],
    ["text", "public.mood", '"a"::public.mood'],
    ["public.mood", "text", undefined],
    ["public.mood", "public.other", '"a"::text::public.other'],
    ["public.mood[]", "public.other[]", '"a"::text[]::public.other[]'],
    ["integer[]", "bigint[]", undefined],
    ["text[]", "integer[]", '"a"::integer[]'],
    ["text", "text[]", `CASE WHEN "a" IS NOT NULL THEN ARRAY["a"]::text[] END`],
    ["text[]", "text", '"a"[1]::text'],
    ["text", 'integer COLLATE "C"', '"a"::integer'],
  ])("%s → %s", (from, to, using) => {
    expect(castExpression("a", { sql: from }, { sql: to })).toBe(using);
  });
});
