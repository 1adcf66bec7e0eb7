import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { administer, databaseUrl } from "../support/database.js";
import { buildProgram } from "./support/build.js";
import { createFleet, type Fleet } from "./support/fleet.js";
import { createProject, type Outcome, revisionFile } from "./support/project.js";

const bin = buildProgram();

/** One clear error with what to do, on stderr and nothing on stdout; no stack. */
function expectError(outcome: Outcome, status: number, message: RegExp): void {
  expect(outcome.stderr).toMatch(message);
  expect(outcome).toMatchObject({ status, stdout: "" });
  expect(outcome.stderr).toMatch(/^error: /m);
  expect(outcome.stderr).toMatch(/^hint: \S/m);
  expect(outcome.stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
}

const secret = "s3cret-p4ss";

describe("the database", () => {
  const commands = [["current"], ["revision", "-m", "x"], ["upgrade", "head"]];

  const expectEverywhere = async (url: string, status: number, code: string, message: RegExp) => {
    const project = createProject(bin(), {
      "gen.config.ts": `export default { schema: "./schema/*.ts" };\n`,
      "schema/a.ts": `import { integer, pgTable } from "drizzle-orm/pg-core";\nexport const a = pgTable("a", { id: integer("id") });\n`,
    });
    for (const command of commands) {
      const [text, json] = await Promise.all([
        project.gen(...command, "--database-url", url),
        project.genWith({ env: { DATABASE_URL: url } }, ...command, "--json"),
      ]);
      expectError(text, status, message);
      expect(json).toMatchObject({ status, stderr: "" });
      expect(json.json()).toMatchObject({ error: { code } });
      expect(text.stderr + json.stdout).not.toContain(secret);
    }
    const verbose = await project.gen("current", "-v", "--database-url", url);
    expect(verbose.stderr).toMatch(/^    at /m);
    expect(verbose.stderr).not.toContain(secret);
    expect(project.list(".").filter((name) => name !== "node_modules")).toEqual([
      "gen.config.ts",
      "schema",
    ]);
  };

  test("cannot be reached", () =>
    expectEverywhere(
      `postgres://app:${secret}@127.0.0.1:1/app`,
      4,
      "database_unreachable",
      /Cannot reach postgres:\/\/app:\*\*\*@127\.0\.0\.1:1\/app/,
    ));

  test("refuses the password", async () => {
    const role = `gen_role_${randomBytes(6).toString("hex")}`;
    await administer(`CREATE ROLE ${role} LOGIN PASSWORD 'another'`);
    try {
      const url = new URL(databaseUrl("postgres"));
      url.username = role;
      url.password = secret;
      await expectEverywhere(url.href, 2, "database_authentication", /Cannot log in/);
    } finally {
      await administer(`DROP ROLE ${role}`);
    }
  });

  test("does not exist", () =>
    expectEverywhere(databaseUrl("no_such_database"), 2, "database_missing", /no_such_database/));

  test("has a URL that is none", () =>
    expectEverywhere(`mysql://app:${secret}@db/app`, 2, "database_url", /mysql/));
});

describe("the project", () => {
  test("none at all", async () => {
    const project = createProject(bin());
    for (const command of [["heads"], ["current"], ["upgrade", "head"], ["check"]]) {
      expectError(await project.gen(...command), 2, /There is no project here/);
    }
    expect(project.list(".")).toEqual(["node_modules"]);
  });

  test("a configuration that is not there", async () => {
    const project = createProject(bin());
    expectError(await project.gen("heads", "-c", "none.ts"), 2, /none\.ts/);
  });

  test("a configuration that is broken", async () => {
    const project = createProject(bin(), { "gen.config.ts": "export default {\n" });
    expectError(await project.gen("heads"), 2, /gen\.config\.ts:\d/);
    project.write("gen.config.ts", `export default { schemas: "./schema/*.ts" };\n`);
    expectError(await project.gen("heads"), 2, /schema/);
    project.write("gen.config.ts", `throw new Error("postgres://a:${secret}@db/x");\n`);
    const thrown = await project.gen("heads", "-v");
    expect(thrown.status).toBe(2);
    expect(thrown.stderr).not.toContain(secret);
  });

  const unchanged = async (fleet: Fleet, act: () => Promise<Outcome>) => {
    const before = [
      fleet.exists("migrations") ? fleet.list("migrations") : [],
      await fleet.columns(),
    ];
    const outcome = await act();
    const after = [
      fleet.exists("migrations") ? fleet.list("migrations") : [],
      await fleet.columns(),
    ];
    expect(after).toEqual(before);
    return outcome;
  };

  test.each([
    ["does not parse", `export const a = ;\n`, /schema\/broken\.ts:1/],
    ["throws", `throw new Error("boom");\n`, /broken\.ts.*boom/s],
    ["imports what is not there", `import "./none";\n`, /none/],
    [
      "has an enum without values",
      `import { pgEnum } from "drizzle-orm/pg-core";\nexport const e = pgEnum("e", []);\n`,
      /broken\.ts|enum/,
    ],
    [
      "has a table of another's name",
      `import { integer, pgTable } from "drizzle-orm/pg-core";\nexport const v = pgTable("vehicles", { id: integer("id") });\n`,
      /vehicles/,
    ],
    [
      "has names that PostgreSQL would cut to one",
      `import { integer, pgTable } from "drizzle-orm/pg-core";
export const one = pgTable("${"t".repeat(63)}a", { id: integer("id") });
export const two = pgTable("${"t".repeat(63)}b", { id: integer("id") });\n`,
      /t{63}/,
    ],
  ])("a model that %s", async (_, text, message) => {
    const fleet = await createFleet(bin());
    fleet.write("schema/broken.ts", text);
    for (const command of [["check"], ["revision", "-m", "x"]]) {
      expectError(await unchanged(fleet, () => fleet.gen(...command)), 2, message);
    }
  });

  test("no models at all", async () => {
    const fleet = await createFleet(bin());
    fleet.write("gen.config.ts", `export default { schema: "./none/*.ts" };\n`);
    expectError(await unchanged(fleet, () => fleet.gen("revision", "-m", "x")), 2, /none/);
  });

  test.each([
    ["does not parse", "export const upgrade = ;\n", 1],
    ["has no header", "export async function upgrade() {}\n", 1],
  ])("a migration that %s", async (_, text, status) => {
    const fleet = await createFleet(bin());
    fleet.write("migrations/broken.ts", text);
    expectError(
      await unchanged(fleet, () => fleet.gen("upgrade", "head")),
      status,
      /migrations\/broken\.ts/,
    );
  });

  test("a migration that fails in its middle leaves nothing", async () => {
    const fleet = await createFleet(bin());
    fleet.write(
      "migrations/01.ts",
      revisionFile(
        { revision: "aaaa1" },
        { upgrade: `await op.execute("CREATE TABLE vehicles (id integer)");` },
      ),
    );
    fleet.write(
      "migrations/02.ts",
      revisionFile(
        { revision: "bbbb2", downRevision: "aaaa1" },
        {
          upgrade: `await op.execute("ALTER TABLE vehicles ADD COLUMN vin text");
  await op.execute("ALTER TABLE vehicles ADD COLUMN vin text");`,
        },
      ),
    );
    const outcome = await fleet.gen("upgrade", "head");
    expectError(outcome, 1, /Upgrade to bbbb2 \(migrations\/02\.ts:17\) failed: column "vin"/);
    expect(outcome.stderr).toContain("the database is still at aaaa1");
    expect(await fleet.columns()).toEqual(["id"]);
    expect((await fleet.gen("current")).stdout).toBe("aaaa1\n");

    const json = await fleet.gen("upgrade", "head", "--json", "-q");
    expect(json).toMatchObject({ status: 1, stderr: "" });
    expect(json.json()).toMatchObject({ error: { code: "migration_failed" } });
  });

  test.each([
    [["upgrade", "nope1"]],
    [["downgrade", "nope1"]],
    [["show", "nope1"]],
    [["stamp", "nope1"]],
    [["history", "-r", "nope1:"]],
    [["revision", "--empty", "--head", "nope1"]],
  ])("a revision that does not exist: %j", async (command) => {
    const fleet = await createFleet(bin());
    fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
    expectError(await unchanged(fleet, () => fleet.gen(...command)), 2, /'nope1'/);
  });

  test("a database at a revision that no file defines", async () => {
    const fleet = await createFleet(bin());
    fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
    await fleet.gen("stamp", "aaaa1");
    fleet.write("migrations/01.ts", revisionFile({ revision: "cccc1" }));
    for (const command of [["upgrade", "head"], ["current"], ["downgrade", "-1"]]) {
      expectError(await fleet.gen(...command), 5, /'aaaa1', which no file defines/);
    }
    expect((await fleet.gen("stamp", "--purge", "head")).status).toBe(0);
    expect((await fleet.gen("current")).stdout).toBe("cccc1 (head)\n");
  });

  test("several heads where one is needed", async () => {
    const fleet = await createFleet(bin());
    fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
    fleet.write("migrations/02.ts", revisionFile({ revision: "bbbb2", downRevision: "aaaa1" }));
    fleet.write("migrations/03.ts", revisionFile({ revision: "cccc3", downRevision: "aaaa1" }));
    for (const command of [
      ["upgrade", "head"],
      ["revision", "--empty", "-m", "x"],
    ]) {
      expectError(await fleet.gen(...command), 5, /bbbb2 [^]*cccc3 /);
    }
    const merge = await fleet.gen("merge", "heads", "-m", "Join", "--rev-id", "dddd4");
    expect(merge).toMatchObject({ status: 0, stdout: "migrations/dddd4_join.ts\n" });
    expect((await fleet.gen("upgrade", "head")).status).toBe(0);
    expect((await fleet.gen("current")).stdout).toBe("dddd4 (head) (mergepoint)\n");
  });
});
