import "../support/pglite-template.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { describeDatabaseError, errorLocation, DatabaseError } from "../../src/database/errors.js";
import { openConnection } from "../../src/database/open.js";
import { ExitStatus } from "../../src/errors.js";
import { administer, createDatabase } from "../support/database.js";

async function rejection(connection: Connection, sql: string, values?: readonly unknown[]) {
  const error: unknown = await connection.query(sql, values).catch((thrown: unknown) => thrown);
  if (error instanceof DatabaseError) return error;
  throw new Error(`Not a DatabaseError: ${String(error)}`);
}

describe.each(["postgres", "pglite"] as const)("a connection of kind %s", (kind) => {
  let connection: Connection;

  beforeAll(async () => {
    connection =
      kind === "postgres" ? (await createDatabase()).connection : await openConnection("pglite:");
  });

  afterAll(async () => {
    await connection.close();
  });

  test("returns rows", async () => {
    expect(await connection.query("SELECT 1 AS one, NULL AS nothing")).toEqual([
      { one: 1, nothing: null },
    ]);
    expect(await connection.query("SELECT 1 WHERE false")).toEqual([]);
  });

  test("reads every value alike", async () => {
    const [row] = await connection.query(`SELECT
      9007199254740993::int8 AS big, 1.50::numeric AS exact, 1.5::float8 AS float, true AS yes,
      '{1,2}'::int8[] AS bigs, array['a','b']::name[] AS names, '{p,u}'::"char"[] AS letters,
      '{"a":[1]}'::jsonb AS document, '\\x00ff'::bytea AS bytes, 'a'::"char" AS letter,
      timestamptz '2020-02-03 04:05:06.789Z' AS moment, 'pg_class'::regclass AS class`);
    expect(row).toEqual({
      big: "9007199254740993",
      exact: "1.50",
      float: 1.5,
      yes: true,
      bigs: ["1", "2"],
      names: ["a", "b"],
      letters: ["p", "u"],
      document: { a: [1] },
      bytes: Buffer.from([0, 255]),
      letter: "a",
      moment: new Date("2020-02-03T04:05:06.789Z"),
      class: "pg_class",
    });
  });

  test("sends every value alike", async () => {
    const moment = new Date("2020-02-03T04:05:06.789Z");
    const [row] = await connection.query(
      "SELECT $1::text AS t, $2::int8 AS i, $3::jsonb AS j, $4::timestamptz AS m, $5::bool AS b, $6::text AS n",
      ["it's", 12n, { a: 1 }, moment, true, null],
    );
    expect(row).toEqual({ t: "it's", i: "12", j: { a: 1 }, m: moment, b: true, n: null });
  });

  test("sends arrays and bytes alike", async () => {
    const [row] = await connection.query("SELECT $1::text AS t, $2::text[] AS a, $3::bytea AS b", [
      [1, null, ['a"b', "c\\d"]],
      ["x", null, "NULL", 'y"z'],
      Buffer.from([1, 255]),
    ]);
    expect(row).toEqual({
      t: '{"1",NULL,{"a\\"b","c\\\\d"}}',
      a: ["x", null, "NULL", 'y"z'],
      b: Buffer.from([1, 255]),
    });
  });

  test("runs a batch and returns the rows of each statement", async () => {
    const results = await connection.batch(
      "SELECT 1 AS a UNION ALL SELECT 2; CREATE TEMPORARY TABLE batched (x int); SELECT 3 AS b, 4 AS c;",
    );
    expect(results).toEqual([[{ a: 1 }, { a: 2 }], [], [{ b: 3, c: 4 }]]);
  });

  test("ends a batch at its first error", async () => {
    await expect(
      connection.batch("CREATE TABLE kept (x int); SELECT * FROM nowhere; SELECT 1"),
    ).rejects.toMatchObject({ sqlState: "42P01" });
    expect(await connection.query("SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
  });

  test("keeps a transaction over several calls", async () => {
    await connection.query("BEGIN");
    await connection.query("CREATE TABLE fleeting (x int)");
    await connection.query("INSERT INTO fleeting VALUES ($1)", [1]);
    await connection.query("ROLLBACK");
    expect(await connection.query("SELECT to_regclass('fleeting') AS t")).toEqual([{ t: null }]);
  });

  test("gives all that PostgreSQL says of an error", async () => {
    await connection.batch("CREATE TABLE pairs (id int CONSTRAINT pairs_pk PRIMARY KEY)");
    const error = await rejection(connection, "INSERT INTO pairs VALUES (1), (1)");
    expect(error).toMatchObject({
      code: "database_error",
      status: ExitStatus.failed,
      sqlState: "23505",
      detail: "Key (id)=(1) already exists.",
      statement: "INSERT INTO pairs VALUES (1), (1)",
      fields: { schema: "public", table: "pairs", constraint: "pairs_pk" },
    });
  });

  test("shows where an error is", async () => {
    await connection.batch("CREATE TABLE people (email text)");
    const error = await rejection(connection, "SELECT '😀' AS smile,\n\temial\nFROM people");
    expect(errorLocation(error)).toEqual({ line: 2, column: 2 });
    expect(error.hint).toContain('"people.email"');
    expect(describeDatabaseError(error)).toBe(
      'column "emial" does not exist\nLINE 2:  emial\n         ^',
    );
  });

  test("shows the calls that led to an error", async () => {
    const error = await rejection(connection, "DO $$ BEGIN RAISE 'broken %', 1; END $$");
    expect(describeDatabaseError(error)).toBe(
      "broken 1\nCONTEXT: PL/pgSQL function inline_code_block line 1 at RAISE",
    );
  });

  test("goes on after an error", async () => {
    await rejection(connection, "SELECT $1::int", ["x"]);
    expect(await connection.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("points at the very place, whatever stands before it", async () => {
    const filler = fc.string({ unit: "grapheme", maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(filler, fc.nat({ max: 4 }), async (text, lines) => {
        const literal = `E'${text.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
        const error = await rejection(
          connection,
          `SELECT ${"\n".repeat(lines)}${literal}, nowhere.x, ${literal}`,
        );
        const [, excerpt = "", caret = ""] = describeDatabaseError(error).split("\n");
        expect([...excerpt].slice(caret.length - 1).join("")).toMatch(/^nowhere/);
      }),
      { numRuns: 50 },
    );
  });

  test("refuses to work when it is closed", async () => {
    const other =
      kind === "postgres"
        ? await openConnection((await createDatabase()).url)
        : await openConnection("pglite:");
    await other.close();
    await other.close();
    await expect(other.query("SELECT 1")).rejects.toMatchObject({ code: "connection_lost" });
  });
});

describe("a connection to a server", () => {
  test("that is ended while a statement runs is lost", async () => {
    const { connection } = await createDatabase();
    const [row] = await connection.query("SELECT pg_backend_pid() AS pid");
    const running = connection.query("SELECT pg_sleep(60)").catch((error: unknown) => error);
    await administer(`SELECT pg_terminate_backend(${String(row?.["pid"])})`);
    expect(await running).toMatchObject({
      code: "connection_lost",
      status: ExitStatus.unreachable,
    });
    await expect(connection.query("SELECT 1")).rejects.toMatchObject({ code: "connection_lost" });
  });

  test("that ends itself is lost", async () => {
    const { connection } = await createDatabase();
    await expect(
      connection.query("SELECT pg_terminate_backend(pg_backend_pid())"),
    ).rejects.toMatchObject({ code: "connection_lost", status: ExitStatus.unreachable });
  });

  test("says that a lock was not to be had", async () => {
    const { connection, url } = await createDatabase();
    await connection.query("CREATE TABLE t (x int)");
    await connection.batch("BEGIN; LOCK TABLE t");
    const other = await openConnection(url);
    await other.query("SET lock_timeout = '10ms'");
    const error = await rejection(other, "SELECT * FROM t");
    expect(error).toMatchObject({ sqlState: "55P03", status: ExitStatus.locked });
    await other.close();
  });
});
