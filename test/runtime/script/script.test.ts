import { integer, text } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../../src/database/connection.js";
import { GenError } from "../../../src/errors.js";
import { ensureVersionTable } from "../../../src/runtime/run.js";
import type { Migration } from "../../../src/runtime/load-migrations.js";
import { formatTableScript, stampScript } from "../../../src/runtime/script/script.js";
import { currentRows } from "../../../src/runtime/version-table.js";
import { createDatabase } from "../../support/database.js";
import { type Project, project, tables } from "../project.js";
import { dump, psql, runStatements, versionOf } from "./psql.js";
import { downgrade, downgradeScript, upgrade, upgradeScript } from "../../support/runs.js";

const versionTable = { schema: "public", name: "gen_version" };

/** Everything that a script has to bring over: names, values, bodies, what cannot be rolled back. */
const migrations: Readonly<Record<string, Migration>> = {
  a: {
    upgrade: async (op) => {
      await op.createTable("t", { id: integer("id").primaryKey(), "na me": text("na me") });
      await op.bulkInsert("t", [
        { id: 1, "na me": "it's \\ ö €" },
        { id: 2, "na me": null },
      ]);
      await op.execute("UPDATE t SET \"na me\" = $1 || ':n' WHERE id = $2 -- why", ["$1;", 2]);
    },
    downgrade: (op) => op.dropTable("t"),
  },
  b: {
    upgrade: async (op) => {
      await op.execute("CREATE TABLE logged (at int); -- two\nINSERT INTO logged VALUES (1);");
      await op.autocommit(async (op) => {
        await op.createIndex("t_index", "t", ["na me"], { concurrently: true });
      });
      await op.execute(
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1; END; -- $f$ $f$".replace(
          " -- $f$ $f$",
          " $f$",
        ),
      );
      await op.batchUpdate({
        table: "t",
        set: { "na me": "'x'" },
        where: "id = 1 AND \"na me\" <> 'x'",
      });
    },
    downgrade: async (op) => {
      await op.execute("DROP FUNCTION f()");
      await op.dropIndex("t_index");
      await op.execute("DROP TABLE logged");
    },
  },
  c: {
    upgrade: (op) => op.createSchema("more"),
    downgrade: (op) => op.dropSchema("more"),
  },
  d: {
    upgrade: (op) => op.execute("COMMENT ON TABLE t IS 'merged'"),
    downgrade: (op) => op.execute("COMMENT ON TABLE t IS NULL"),
  },
};
const history = "a< b<a c<a d<b,c";

function scriptOptions(of: Project, connection?: Connection) {
  const { config, graph, loadMigrations } = of.options(connection ?? unused);
  return {
    config,
    graph,
    ...(loadMigrations === undefined ? {} : { loadMigrations }),
    connect: async () => connection ?? unused,
  };
}

const unused = new Proxy({} as Connection, {
  get: () => {
    throw new Error("A script asks no database.");
  },
});

async function pair(): Promise<readonly [online: Connection, offline: Connection, string, string]> {
  const [online, offline] = await Promise.all([createDatabase(), createDatabase()]);
  return [online.connection, offline.connection, online.url, offline.url];
}

test("statement by statement, a script does what a run does, up and down", async () => {
  const it = project(history, migrations);
  const [online, offline] = await pair();
  await upgrade({ ...it.options(online), target: "head" });
  const up = await upgradeScript({ ...scriptOptions(it), range: "head" });
  await runStatements(offline, up.script);
  const state = "SELECT t.*, obj_description('t'::regclass) AS comment FROM t ORDER BY id";
  expect(await offline.query(state)).toEqual(await online.query(state));
  expect(await currentRows(offline, versionTable)).toEqual(["d"]);
  expect(up.heads).toEqual(["d"]);
  const down = await downgradeScript({ ...scriptOptions(it), range: "head:base" });
  await runStatements(offline, down.script);
  expect(await tables(offline)).toEqual(["gen_version"]);
  expect(await currentRows(offline, versionTable)).toEqual([]);
});

const psqlVersion = await versionOf("psql");
const dumpVersion = await versionOf("pg_dump");

test("through psql, pg_dump sees no difference", async () => {
  const it = project(history, migrations);
  const [online, , onlineUrl, offlineUrl] = await pair();
  const server = Math.floor(online.serverVersion / 10_000);
  if (psqlVersion === undefined || dumpVersion === undefined || dumpVersion < server) {
    process.stderr.write(`Not compared: there is no psql, or no pg_dump ${server}.\n`);
    return;
  }
  for (const range of ["b", "b:d", "d:d"]) {
    const { script } = await upgradeScript({ ...scriptOptions(it), range });
    expect(await psql(offlineUrl, script)).toEqual({ status: 0, stderr: "" });
  }
  await upgrade({ ...it.options(online), target: "b" });
  await upgrade({ ...it.options(online), target: "d" });
  expect(await dump(offlineUrl)).toBe(await dump(onlineUrl));

  const { script } = await downgradeScript({ ...scriptOptions(it), range: "d:a" });
  expect(await psql(offlineUrl, script)).toEqual({ status: 0, stderr: "" });
  await downgrade({ ...it.options(online), target: "a" });
  expect(await dump(offlineUrl)).toBe(await dump(onlineUrl));
});

test("psql stops at the first error and keeps what is complete", async () => {
  if (psqlVersion === undefined) {
    process.stderr.write("Not tried: there is no psql.\n");
    return;
  }
  const it = project("a< b<a c<b", {
    a: { upgrade: (op) => op.execute("CREATE TABLE a ()") },
    b: { upgrade: (op) => op.execute("CREATE TABLE b (); SELECT 1/0") },
    c: { upgrade: (op) => op.execute("CREATE TABLE c ()") },
  });
  const { url, connection } = await createDatabase();
  const { script } = await upgradeScript({ ...scriptOptions(it), range: "head" });
  const outcome = await psql(url, script);
  expect(outcome.status).toBe(3);
  expect(outcome.stderr).toContain("division by zero");
  expect(await tables(connection)).toEqual(["a", "gen_version"]);
  expect(await currentRows(connection, versionTable)).toEqual(["a"]);
});

describe("a script refuses", () => {
  const it = project("a< b<a", {});

  test("a database that is elsewhere", async () => {
    const { connection } = await createDatabase();
    const run = async (range: string) =>
      runStatements(connection, (await upgradeScript({ ...scriptOptions(it), range })).script);
    await run("a");
    await expect(run("head")).rejects.toThrow("for a database that is at no revision");
    await connection.query("ROLLBACK");
    await run("a:head");
    await expect(run("a:head")).rejects.toThrow("for a database that is at a");
    await connection.query("ROLLBACK");
    expect(await currentRows(connection, versionTable)).toEqual(["b"]);
  });

  test("to work beside a run", async () => {
    const { connection, url } = await createDatabase();
    const { openConnection } = await import("../../../src/database/open.js");
    const other = await openConnection(url);
    const { lockKey } = await import("../../../src/runtime/session.js");
    await other.query(`SELECT pg_advisory_lock(${lockKey(versionTable)})`);
    const { script } = await upgradeScript({ ...scriptOptions(it), range: "head" });
    await expect(runStatements(connection, script)).rejects.toThrow("Another run is at work");
    await connection.query("ROLLBACK");
    await other.close();
    await runStatements(connection, script);
  });
});

describe("the start", () => {
  const it = project(history, migrations);

  test("is read from the database for current, and for a downgrade by steps", async () => {
    const { connection } = await createDatabase();
    await upgrade({ ...it.options(connection), target: "b" });
    const options = scriptOptions(it, connection);
    const up = await upgradeScript({ ...options, range: "current:head" });
    expect(up.steps.map(({ revision }) => revision)).toEqual(["c", "d"]);
    const down = await downgradeScript({ ...options, range: "-1" });
    expect(down.steps.map(({ revision }) => revision)).toEqual(["b"]);
    expect(down.script).toContain("-- Running downgrade b -> a\n");
    expect(await currentRows(connection, versionTable)).toEqual(["b"]);
  });

  test("must be named for any other downgrade", async () => {
    await expect(downgradeScript({ ...scriptOptions(it), range: "base" })).rejects.toThrow(
      "downgrade with --sql requires <fromrev>:<torev>",
    );
  });

  test("may be where the range ends", async () => {
    const result = await upgradeScript({ ...scriptOptions(it), range: "d:a" });
    expect(result).toEqual({ steps: [], heads: ["d"], script: "" });
  });
});

describe("stamp", () => {
  const it = project(history, {});

  test("writes rows and nothing else", async () => {
    const { connection } = await createDatabase();
    const first = await stampScript({ ...scriptOptions(it), ranges: ["b"] });
    await runStatements(connection, first.script);
    expect(await currentRows(connection, versionTable)).toEqual(["b"]);
    const second = await stampScript({ ...scriptOptions(it), ranges: ["b:c", "b:b"] });
    await runStatements(connection, second.script);
    expect(await currentRows(connection, versionTable)).toEqual(["b", "c"]);
    const purged = await stampScript({ ...scriptOptions(it), ranges: ["a"], purge: true });
    await runStatements(connection, purged.script);
    expect(await currentRows(connection, versionTable)).toEqual(["a"]);
    expect(await tables(connection)).toEqual(["gen_version"]);
  });

  test("starts once", async () => {
    const both = stampScript({ ...scriptOptions(it), ranges: ["a:b", "b:c"] });
    await expect(both).rejects.toThrow("only supports a single starting revision");
  });
});

test("ensure-version makes the table that a run makes", async () => {
  const [online, offline] = await pair();
  const { config } = project("").options(online);
  await ensureVersionTable({ connection: online, config });
  await runStatements(offline, formatTableScript(config.versionTable));
  await runStatements(offline, formatTableScript(config.versionTable));
  const columns = `SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
    WHERE attrelid = 'gen_version'::regclass AND attnum > 0`;
  expect(await offline.query(columns)).toEqual(await online.query(columns));
});

test.each<[string, Migration["upgrade"], string]>([
  ["op.query", (op) => op.query("SELECT 1"), "op.query needs a database"],
  ["op.db", async (op) => op.db.execute("SELECT 1"), "op.db needs a database"],
  ["COMMIT", (op) => op.execute("COMMIT"), "cannot send COMMIT"],
  [
    "alterEnum without columns",
    (op) => op.alterEnum("mood", ["a"]),
    "cannot be looked up while a script is written",
  ],
])("%s cannot be written into a script", async (_, body, message) => {
  const it = project("a<", { a: { upgrade: body ?? (() => undefined) } });
  const error = await upgradeScript({ ...scriptOptions(it), range: "head" }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GenError);
  expect(error).toMatchObject({ message: expect.stringContaining(message) as unknown });
  expect(error).toMatchObject({ message: expect.stringContaining("Upgrade to a") as unknown });
});

test("op.tag, op.args and op.isOffline reach a migration", async () => {
  const seen: unknown[] = [];
  const it = project("a<", {
    a: { upgrade: (op) => void seen.push(op.tag, op.args, op.isOffline) },
  });
  const given = { args: { tenant: "x" }, tag: "nightly" };
  await upgradeScript({ ...scriptOptions(it), ...given, range: "head" });
  const { connection } = await createDatabase();
  await upgrade({ ...it.options(connection), ...given, target: "head" });
  expect(seen).toEqual(["nightly", { tenant: "x" }, true, "nightly", { tenant: "x" }, false]);
});
