import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import * as gen from "../../src/index.js";
import { createDatabase } from "../support/database.js";
import { revisionFile } from "../cli/support/project.js";

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

function createProject(files: Readonly<Record<string, string>> = {}): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "gen-library-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  symlinkSync(nodeModules, join(directory, "node_modules"), "dir");
  const all = {
    "schema/cars.ts": `import { integer, pgTable } from "drizzle-orm/pg-core";
export const cars = pgTable("cars", { id: integer("id").primaryKey() });
`,
    "gen.config.json": `{ "schema": "schema/*.ts" }`,
    "migrations/01.ts": revisionFile(
      { revision: "aaaa1", message: "Begin" },
      {
        upgrade: `await op.execute("CREATE TABLE cars (id integer PRIMARY KEY)");`,
        downgrade: `await op.dropTable("cars");`,
      },
    ),
    "migrations/02.ts": revisionFile(
      { revision: "bbbb2", downRevision: "aaaa1", message: "Fill" },
      {
        upgrade: `await op.execute("INSERT INTO cars VALUES ($1)", [Number(op.args["id"] ?? 1)]);`,
        downgrade: `await op.execute("DELETE FROM cars");`,
      },
    ),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

const config = { schema: "./schema/*.ts" };

test("a start-up script: a URL, a configuration file, progress", async () => {
  const cwd = createProject();
  const { url, connection } = await createDatabase();
  const told: string[] = [];
  const result = await gen.upgrade({
    config: join(cwd, "gen.config.json"),
    databaseUrl: url,
    args: { id: "7" },
    onStepStart: ({ revision, message }, { number, total }) =>
      told.push(`${number}/${total} ${revision} ${message}`),
    onStep: ({ revision, headsAfter }) => told.push(`${revision} done: ${headsAfter.join()}`),
  });
  expect(result.heads).toEqual(["bbbb2"]);
  expect(told).toEqual([
    "1/2 aaaa1 Begin",
    "aaaa1 done: aaaa1",
    "2/2 bbbb2 Fill",
    "bbbb2 done: bbbb2",
  ]);
  expect(await connection.query("SELECT id FROM cars")).toEqual([{ id: 7 }]);
  expect((await gen.upgrade({ cwd, databaseUrl: url })).steps).toEqual([]);
});

describe("a connection of one's own stays open and as it was", () => {
  test("a client of a pool", async () => {
    const cwd = createProject();
    const { url } = await createDatabase();
    const pool = new pg.Pool({ connectionString: url });
    onTestFinished(() => pool.end());
    const client = await pool.connect();
    try {
      const before = client.listenerCount("error");
      await client.query("SET statement_timeout = '77s'");
      await gen.upgrade({ cwd, connection: client });
      expect(await gen.current({ cwd, connection: client })).toMatchObject({
        heads: ["bbbb2"],
        revisions: [{ revision: "bbbb2", isHead: true }],
        atHead: true,
      });
      const settings = await client.query(
        `SELECT current_setting('statement_timeout') AS timeout, count(l.*)::int AS locks,
           current_setting('client_connection_check_interval') AS interval
         FROM pg_locks l WHERE l.pid = pg_backend_pid() AND l.locktype = 'advisory'`,
      );
      expect(settings.rows).toEqual([{ timeout: "77s", locks: 0, interval: "0" }]);
      expect(client.listenerCount("error")).toBe(before);
      await gen.downgrade({ cwd, connection: client, target: "base" });
      expect((await gen.current({ cwd, connection: client })).heads).toEqual([]);
    } finally {
      client.release();
    }
  });

  test("a client whose values are read in another way", async () => {
    const cwd = createProject();
    const { url } = await createDatabase();
    const client = new pg.Client({
      connectionString: url,
      types: { getTypeParser: () => (text: string | Buffer) => `<${text.toString()}>` },
    });
    await client.connect();
    onTestFinished(() => client.end());
    expect((await gen.upgrade({ cwd, connection: client })).heads).toEqual(["bbbb2"]);
    expect((await client.query("SELECT id FROM cars")).rows).toEqual([{ id: "<1>" }]);
  });

  test("an embedded database, in a test suite", async () => {
    const cwd = createProject();
    const database = new PGlite();
    await gen.upgrade({ config, cwd, connection: database });
    expect((await database.query("SELECT id FROM cars")).rows).toEqual([{ id: 1 }]);
    expect(database.closed).toBe(false);
    await database.close();
  });

  test("one of ours", async () => {
    const cwd = createProject();
    const { connection } = await createDatabase();
    await gen.stamp({ config, cwd, connection, targets: ["head"] });
    expect((await gen.current({ config, cwd, connection })).heads).toEqual(["bbbb2"]);
    expect(await connection.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("a connection that cannot be used", () => {
  test("a client that is not connected", async () => {
    const cwd = createProject();
    const upgrade = gen.upgrade({ cwd, connection: new pg.Client() });
    await expect(upgrade).rejects.toMatchObject({ code: "connection_closed", status: 2 });
  });

  test("a pool", async () => {
    const cwd = createProject();
    const pool = new pg.Pool();
    onTestFinished(() => pool.end());
    // @ts-expect-error: a pool is no connection.
    const upgrade = gen.upgrade({ cwd, connection: pool });
    await expect(upgrade).rejects.toMatchObject({ code: "connection_kind", status: 2 });
  });

  test("one inside a transaction", async () => {
    const cwd = createProject();
    const { connection } = await createDatabase();
    await connection.query("BEGIN");
    const upgrade = gen.upgrade({ cwd, connection });
    await expect(upgrade).rejects.toMatchObject({ code: "in_transaction", status: 2 });
  });
});

test("what only reads files opens no database", async () => {
  const cwd = createProject({
    "migrations/03.ts": revisionFile({ revision: "cccc3", downRevision: "aaaa1" }),
  });
  const options = { cwd, databaseUrl: "postgres://nobody@127.0.0.1:1/none" };
  const ids = (found: readonly gen.RevisionInfo[]) => found.map(({ revision }) => revision);
  expect(ids(await gen.heads(options))).toEqual(["bbbb2", "cccc3"]);
  expect(ids(await gen.branches(options))).toEqual(["aaaa1"]);
  expect(ids(await gen.history({ ...options, range: ":bbbb2" }))).toEqual(["bbbb2", "aaaa1"]);
  expect(await gen.show({ ...options, revision: "cccc" })).toMatchObject([
    { revision: "cccc3", path: join(cwd, "migrations/03.ts"), downRevision: ["aaaa1"] },
  ]);
  await expect(gen.upgradeScript({ ...options, range: "head" })).rejects.toMatchObject({
    code: "multiple_heads",
    message: expect.stringContaining("bbbb2  Fill  (2026-11-22 15:43, 02.ts)") as unknown,
  });
  const { script, heads } = await gen.upgradeScript({ ...options, range: "bbbb2" });
  expect(heads).toEqual(["bbbb2"]);
  expect(script).toContain("INSERT INTO cars VALUES ('1');");
  await expect(gen.current(options)).rejects.toMatchObject({ status: gen.ExitStatus.unreachable });
});

test("revision, merge and check", async () => {
  const cwd = createProject();
  const { connection } = await createDatabase();
  const options = { config, cwd, connection };
  await gen.upgrade(options);
  expect(await gen.check(options)).toEqual({ upToDate: true, operations: [] });
  expect(await gen.revision({ ...options, message: "Nothing" })).toBeNull();
  expect(await gen.merge({ ...options })).toBeNull();
  expect(await gen.prove({ ...options, revision: "head" })).toMatchObject({
    proof: { proven: true, differences: [] },
  });
  const side = await gen.revision({
    ...options,
    message: "Side",
    empty: true,
    head: "aaaa1",
    splice: true,
    revId: "side1",
    branchLabels: ["side"],
  });
  expect(side).toMatchObject({ revision: "side1", operations: [] });
  expect(readFileSync(side?.path ?? "", "utf8")).toContain(`export const branchLabels = "side";`);
  const merged = await gen.merge({ ...options, message: "Both", revId: "both1" });
  expect(merged?.revision).toBe("both1");
  expect((await gen.heads(options)).map(({ downRevision }) => downRevision)).toEqual([
    ["bbbb2", "side1"],
  ]);
  expect((await gen.upgrade({ ...options, dryRun: true })).heads).toEqual(["both1"]);
  expect((await gen.current(options)).atHead).toBe(false);
});

test("revision returns what the command prints with --json", async () => {
  const cwd = createProject({ "migrations/01.ts": "", "migrations/02.ts": "" });
  rmSync(join(cwd, "migrations"), { recursive: true });
  const { connection } = await createDatabase();
  const file = {
    revision: "aaaa1",
    path: join(cwd, "migrations/aaaa1_begin.ts"),
    operations: [
      {
        kind: "createTable",
        object: "public.cars",
        sql: [expect.stringContaining("CREATE TABLE") as unknown],
      },
    ],
  };
  expect(await gen.revision({ config, cwd, connection, message: "Begin", revId: "aaaa1" })).toEqual(
    {
      ...file,
      revisions: [file],
      proof: {
        proven: true,
        where: "transaction",
        durationMs: expect.any(Number) as unknown,
        differences: [],
      },
    },
  );
});

test("revision throws where the proof fails, and the file is there with a mark", async () => {
  const [shipped] = await gen.listTemplates();
  const template = readFileSync(shipped?.path ?? "", "utf8");
  const wrong = template.replace(
    "{{upgrade}}",
    `{{upgrade}}\n  await op.execute("ALTER TABLE cars ADD COLUMN colour text");`,
  );
  const cwd = createProject({
    "migrations/migration.ts.template": wrong,
    "schema/cars.ts": `import { integer, pgTable, text } from "drizzle-orm/pg-core";
export const cars = pgTable("cars", { id: integer("id").primaryKey(), colour: text("colour") });
`,
  });
  const { connection } = await createDatabase();
  await gen.upgrade({ config, cwd, connection });
  const path = join(cwd, "migrations/cccc3_colour.ts");
  await expect(
    gen.revision({ config, cwd, connection, message: "Colour", revId: "cccc3" }),
  ).rejects.toMatchObject({
    code: "proof_failed",
    status: 1,
    message: expect.stringContaining(path) as unknown,
  });
  expect(readFileSync(path, "utf8")).toContain("// wrong: the upgrade fails");
});

test("revision asks what may have been renamed, and tells it where nobody answers", async () => {
  const cwd = createProject({
    "schema/cars.ts": `import { integer, pgTable } from "drizzle-orm/pg-core";
export const cars = pgTable("vehicles", { id: integer("vehicle_id").primaryKey() });
`,
  });
  const { connection } = await createDatabase();
  const notices: string[] = [];
  const options = { config, cwd, connection, prove: false, onNotice: notices.push.bind(notices) };
  await gen.upgrade(options);
  const questions: gen.RenameQuestion[] = [];
  const written = await gen.revision({
    ...options,
    chooseRename: (question) => {
      questions.push(question);
      return question.candidates[0]?.rename ?? "new";
    },
  });
  expect(questions).toEqual([
    {
      kind: "table",
      added: "public.vehicles",
      candidates: [
        {
          rename: "table:cars=vehicles",
          isSure: false,
          held: { count: 1, isExact: true },
        },
      ],
    },
    {
      kind: "column",
      added: "public.vehicles.vehicle_id",
      candidates: [
        {
          rename: "column:cars.id=vehicle_id",
          isSure: true,
          held: { count: 1, isExact: true },
        },
      ],
    },
  ]);
  expect(written?.operations.slice(0, 2)).toMatchObject([
    { kind: "rename", object: "public.cars.id" },
    { kind: "rename", object: "public.cars" },
  ]);
  rmSync(written?.path ?? "");
  await expect(
    gen.revision({ ...options, chooseRename: () => "column:cars.id=id" }),
  ).rejects.toMatchObject({ code: "rename_answer" });
  const silent = await gen.revision({ ...options, chooseRename: () => "new" });
  expect(silent?.operations.map(({ kind }) => kind)).toEqual(["createTable", "dropTable"]);
  expect(notices).toEqual([]);

  writeFileSync(
    join(cwd, "schema/cars.ts"),
    `import { integer, pgTable } from "drizzle-orm/pg-core";
export const cars = pgTable("cars", { id: integer("car_id").primaryKey() });
`,
  );
  rmSync(silent?.path ?? "");
  await gen.revision(options);
  expect(notices.join()).toContain('pass renames: ["column:cars.id=car_id"]');
});

test("a failure is an error that says where, and the database stays at a revision", async () => {
  const cwd = createProject({
    "migrations/03.ts": revisionFile(
      { revision: "cccc3", downRevision: "bbbb2" },
      { upgrade: `await op.execute("SELECT 1/0");` },
    ),
  });
  const { connection } = await createDatabase();
  const thrown: unknown = await gen.upgrade({ cwd, connection }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(gen.GenError);
  expect(thrown).toMatchObject({
    code: "migration_failed",
    revision: "cccc3",
    line: 16,
    heads: ["bbbb2"],
  });
  expect((await gen.current({ cwd, connection })).heads).toEqual(["bbbb2"]);
});

test("the environment stays as it is, and an object's database comes before it", async () => {
  const { url } = await createDatabase();
  const cwd = createProject({
    ".env": "DATABASE_URL=postgres://nobody@127.0.0.1:1/none\nGEN_X=1\n",
  });
  const database = url;
  expect((await gen.current({ config: { ...config, database }, cwd })).heads).toEqual([]);
  await expect(gen.current({ cwd })).rejects.toMatchObject({ status: 4 });
  expect(process.env["GEN_X"]).toBeUndefined();
});

test("what differs between a database, the models and the migrations", async () => {
  const cwd = createProject();
  const { url, connection } = await createDatabase();
  const options = { cwd, databaseUrl: url };
  expect(await gen.check({ ...options, replay: true })).toEqual({ upToDate: true, operations: [] });
  await gen.upgrade(options);
  expect(await gen.drift(options)).toEqual({ upToDate: true, operations: [] });

  await connection.query("ALTER TABLE cars ADD COLUMN colour text");
  const drift = await gen.drift(options);
  expect(drift.operations).toMatchObject([{ kind: "dropColumn", object: "public.cars.colour" }]);
  const way = { ...options, from: url, to: "revision:head" };
  const { operations, script } = await gen.diff(way);
  expect(operations).toEqual(drift.operations);
  expect(script).toContain('ALTER TABLE "public"."cars" DROP COLUMN "colour";');
  const back = await gen.diff({ ...way, reverse: true });
  expect(back.script).toContain('ADD COLUMN "colour" text');
  expect(await gen.diff({ ...options, from: "models", to: "models" })).toMatchObject({
    operations: [],
    script: "",
  });
});

test("a project is set up, and what is there is left", async () => {
  const cwd = createProject();
  const template = join(cwd, "migrations/migration.ts.template");
  expect(await gen.init({ directory: cwd })).toMatchObject({ written: [template] });
  const [shipped] = await gen.listTemplates();
  expect(readFileSync(shipped?.path ?? "", "utf8")).toBe(readFileSync(template, "utf8"));
});
