import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet } from "./support/fleet.js";
import { createProject, revisionFile } from "./support/project.js";

const bin = buildProgram();

const files = {
  "gen.config.json": `{ "schema": "schema/*.ts" }`,
  "migrations/01.ts": revisionFile(
    { revision: "aaaa1", message: "Begin" },
    {
      upgrade: `await op.execute("CREATE TABLE t (url text)");`,
      downgrade: `await op.execute("DROP TABLE t");`,
    },
  ),
  "migrations/02.ts": revisionFile(
    { revision: "bbbb2", downRevision: "aaaa1", message: "Fill" },
    {
      upgrade: `await op.execute("INSERT INTO t VALUES ($1)", ["http://a:secret@b/" + op.tag]);`,
      downgrade: `await op.query("SELECT 1");`,
    },
  ),
};

test("a plain --sql opens no database, and prints what the author wrote", async () => {
  const project = createProject(bin(), files);
  const up = await project.gen("upgrade", "--sql", "head", "--tag", "T");
  expect(up).toMatchObject({ status: 0, stderr: "" });
  expect(up.stdout).toMatch(/^\\set ON_ERROR_STOP on\n/);
  expect(up.stdout).toContain("-- Running upgrade aaaa1 -> bbbb2, Fill\n");
  expect(up.stdout).toContain("INSERT INTO t VALUES ('http://a:secret@b/T');\n");
  const down = await project.gen("downgrade", "--sql", "aaaa1:base");
  expect(down.stdout).toContain('DELETE FROM "public"."gen_version" WHERE version_num = \'aaaa1\'');
  const rows = await project.gen("stamp", "--sql", "aaaa1:head");
  expect(rows.stdout).toContain("SET version_num = 'bbbb2' WHERE version_num = 'aaaa1';\n");
  expect((await project.gen("ensure-version", "--sql")).stdout).toContain("CREATE TABLE IF NOT");
  expect(project.exists(".gen")).toBe(false);
});

test("a migration that reads cannot be written down: file and line", async () => {
  const project = createProject(bin(), files);
  const { status, stdout, stderr } = await project.gen("downgrade", "--sql", "bbbb2:aaaa1");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(
    "Downgrade from bbbb2 (migrations/02.ts:20) cannot be written as a script",
  );
  expect(stderr).toContain("op.isOffline");
});

test("--sql and --dry-run contradict each other; a downgrade needs its start", async () => {
  const project = createProject(bin(), files);
  expect((await project.gen("upgrade", "head", "--sql", "--dry-run")).status).toBe(2);
  const { status, stderr } = await project.gen("downgrade", "--sql", "base");
  expect(status).toBe(2);
  expect(stderr).toContain("requires <fromrev>:<torev>");
});

test("--dry-run, current:head and -1 read the database and change nothing", async () => {
  const fleet = await createFleet(bin());
  for (const [path, text] of Object.entries(files)) fleet.write(path, text);
  const env = { env: { DATABASE_URL: fleet.database.url } };
  fleet.write("gen.config.ts", "");
  const gen = (...args: readonly string[]) => fleet.genWith(env, "-c", "gen.config.json", ...args);
  const plan = await gen("upgrade", "aaaa1", "--dry-run");
  expect(plan.stdout).toBe(
    "-- Running upgrade <base> -> aaaa1, Begin\n\nCREATE TABLE t (url text);\n",
  );
  expect(plan.stderr).toBe(
    "Nothing was changed. 1 migration would take the database from base to aaaa1.\n",
  );
  expect((await gen("upgrade", "aaaa1", "--quiet")).status).toBe(0);
  expect((await gen("upgrade", "head", "--dry-run", "--json")).json()).toEqual({
    steps: [
      {
        direction: "upgrade",
        revision: "bbbb2",
        headsAfter: ["bbbb2"],
        sql: ["INSERT INTO t VALUES ('http://a:***@b/undefined')"],
        durationMs: 0,
      },
    ],
    heads: ["bbbb2"],
  });
  expect((await gen("upgrade", "--sql", "current:head")).stdout).not.toContain("CREATE TABLE");
  expect((await gen("downgrade", "-1", "--sql")).stdout).toContain("DROP TABLE t;\n");
  expect((await gen("downgrade", "-1", "--dry-run")).stdout).toContain("DROP TABLE t;\n");
  expect((await gen("current")).stdout).toBe("aaaa1\n");
});
