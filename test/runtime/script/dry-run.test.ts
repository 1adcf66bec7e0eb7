import { sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { createDatabase } from "../../support/database.js";
import { project, tables } from "../project.js";
import { dryRunDowngrade, dryRunUpgrade, upgrade } from "../../support/runs.js";

const numbers = pgTable("numbers", { n: integer("n") });

test("says what would run, and changes nothing", async () => {
  const { connection } = await createDatabase();
  const it = project("a< b<a", {
    a: {
      upgrade: (op) => op.createTable("t", { id: integer("id") }),
      downgrade: (op) => op.dropTable("t"),
    },
    b: {
      upgrade: async (op) => {
        await op.execute("INSERT INTO t VALUES ($1)", [7]);
        await op.batchUpdate({ table: "t", set: { id: 8 }, where: "id = 7" });
        await op.autocommit((op) => op.createIndex("i", "t", ["id"], { concurrently: true }));
      },
    },
  });
  const options = it.options(connection);
  const planned = await dryRunUpgrade({ ...options, target: "head" });
  expect(planned.headsBefore).toEqual([]);
  expect(planned.heads).toEqual(["b"]);
  expect(planned.steps).toMatchObject([
    { direction: "upgrade", revision: "a", headsAfter: ["a"] },
    {
      revision: "b",
      headsAfter: ["b"],
      sql: [
        "INSERT INTO t VALUES ('7')",
        expect.stringContaining("UPDATE") as unknown,
        expect.stringContaining("CONCURRENTLY") as unknown,
      ],
    },
  ]);
  expect(planned.plan).toContain("-- Running upgrade a -> b\n\nINSERT INTO t VALUES ('7');\n");
  expect(await tables(connection)).toEqual([]);

  await upgrade({ ...options, target: "a" });
  const down = await dryRunDowngrade({ ...options, target: "base" });
  expect(down.steps.map((step) => step.sql)).toEqual([[`DROP TABLE "public"."t"`]]);
  expect(down.headsBefore).toEqual(["a"]);
  expect(await tables(connection)).toEqual(["gen_version", "t"]);
});

test("answers what a migration reads, and refuses what it would write on the way", async () => {
  const { connection } = await createDatabase();
  await connection.query("CREATE TABLE numbers (n int); INSERT INTO numbers VALUES (1), (2)");
  await connection.query("CREATE SEQUENCE s");
  const seen: unknown[] = [];
  const it = project("a<", {
    a: {
      upgrade: async (op) => {
        seen.push(op.isOffline, await op.query("SELECT n FROM numbers ORDER BY n"));
        seen.push(await op.query("INSERT INTO numbers VALUES (3) RETURNING n"));
        seen.push(await op.query("SELECT nextval('s')"));
        await op.db.transaction(async (db) => {
          await db.insert(numbers).values({ n: 4 });
          await db.delete(numbers).where(sql`n = ${1}`);
        });
        seen.push(await op.db.select().from(numbers));
      },
    },
  });
  const notices: string[] = [];
  const { steps } = await dryRunUpgrade({
    ...it.options(connection),
    target: "head",
    onNotice: (text) => notices.push(text),
  });
  const rows = [{ n: 1 }, { n: 2 }];
  expect(seen).toEqual([false, rows, [], [], rows]);
  expect(steps[0]?.sql).toContain(`delete from "numbers" where n = '1'`);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain("reads the database as it is now");
  expect(await connection.query("SELECT count(*)::int AS n FROM numbers")).toEqual([{ n: 2 }]);
  const [sequence] = await connection.query("SELECT is_called FROM s");
  expect(sequence).toEqual({ is_called: false });
});

test("says where a plan ends because it reads what is not there yet", async () => {
  const { connection } = await createDatabase();
  const it = project("a< b<a", {
    a: { upgrade: (op) => op.createTable("t", { id: integer("id") }) },
    b: { upgrade: (op) => op.query("SELECT * FROM t") },
  });
  await expect(dryRunUpgrade({ ...it.options(connection), target: "head" })).rejects.toMatchObject({
    code: "dry_run_read",
    message: expect.stringContaining(`relation "t" does not exist`) as unknown,
  });
  expect(await connection.query("SELECT now() = statement_timestamp() AS alone")).toEqual([
    { alone: true },
  ]);
});

test.each([["upgrade"], ["dry run"]])("refuses a connection in a transaction: %s", async (what) => {
  const { connection } = await createDatabase();
  const options = { ...project("a<").options(connection), target: "head" };
  const run = what === "upgrade" ? upgrade : dryRunUpgrade;
  await connection.query("BEGIN");
  await connection.query("CREATE TABLE mine ()");
  await expect(run(options)).rejects.toMatchObject({ code: "in_transaction" });
  await connection.query("SELECT 1/0").catch(() => undefined);
  await expect(run(options)).rejects.toMatchObject({ code: "in_transaction" });
  await connection.query("ROLLBACK");
  await run(options);
});
