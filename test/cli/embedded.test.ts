import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { main } from "../../src/cli/main.js";
import { buildProgram } from "./support/build.js";
import { createProject, type Project, revisionFile } from "./support/project.js";

const bin = buildProgram();

const model = (columns: string) => `import { integer, pgTable, varchar } from "drizzle-orm/pg-core";

export const vehicles = pgTable("vehicles", {
  id: integer("id").primaryKey(),
  ${columns}
});
`;

const config = `export default { schema: "./schema/*.ts" };\n`;
const note = "using the embedded one in .gen/pgdata";

/** A project whose configuration names no database, with one migration. */
function unnamed(): Project {
  return createProject(bin(), {
    "gen.config.mjs": config,
    "schema/vehicles.ts": model(""),
    "migrations/aaaa1.ts": revisionFile({ revision: "aaaa1" }),
  });
}

test("without any database `init` names the embedded one, and everything works with it", async () => {
  const project = createProject(bin(), {
    "schema/vehicles.ts": model(`vin: varchar("vin", { length: 17 }),`),
  });
  const init = await project.gen("init");
  expect(init.stderr).toContain("DATABASE_URL is not set");
  expect(project.read("gen.config.ts")).toContain(`database: "pglite:.gen/pgdata",`);
  const first = await project.gen("revision", "-m", "first", "--rev-id", "aaaa1");
  expect(first).toMatchObject({ status: 0, stdout: "migrations/aaaa1_first.ts\n" });
  const up = await project.gen("upgrade", "head", "--json");
  expect(up.status).toBe(0);
  expect(up.json()).toMatchObject({ heads: ["aaaa1"] });
  const check = await project.gen("check");
  expect(check).toMatchObject({ stdout: "No new upgrade operations detected.\n", stderr: "" });
  expect((await project.gen("downgrade", "-1")).status).toBe(0);
  expect(await project.gen("current", "-q")).toMatchObject({ status: 0, stdout: "" });
  // In production even a database that the configuration names is told.
  const production = await project.genWith({ env: { NODE_ENV: "production" } }, "current", "-q");
  expect(production.stderr).toBe(
    "warning: DATABASE_URL is not set: the embedded database in .gen/pgdata is used.\n",
  );
});

test("with a database in the environment or in .env `init` leaves the choice to it", async () => {
  const byVariable = createProject(bin(), {}, { DATABASE_URL: "postgres://db/app" });
  await byVariable.gen("init");
  expect(byVariable.read("gen.config.ts")).not.toContain("pglite:");
  const byFile = createProject(bin(), { ".env": "DATABASE_URL=postgres://db/app\n" });
  await byFile.gen("init");
  expect(byFile.read("gen.config.ts")).not.toContain("pglite:");
});

describe("an embedded database that nobody has named", () => {
  const changing = [
    ["upgrade", "head"],
    ["downgrade", "base"],
    ["stamp", "head"],
    ["ensure-version"],
  ];

  test.each(changing)("is not changed off a terminal: %s %s", async (...args) => {
    const project = unnamed();
    const outcome = await project.gen(...args, "--json");
    expect(outcome).toMatchObject({ status: 2, stderr: "" });
    expect(outcome.json()).toMatchObject({
      error: {
        code: "database_unset",
        message: "No database is given: DATABASE_URL is not set, and the configuration names none.",
      },
    });
    expect(project.exists(".gen")).toBe(false);
  });

  test("is told from an empty variable, and the hint can be followed", async () => {
    const project = unnamed();
    const empty = await project.genWith({ env: { DATABASE_URL: "" } }, "upgrade", "head");
    expect(empty.status).toBe(2);
    expect(empty.stderr).toContain("DATABASE_URL is set but empty");
    expect(empty.stderr).toContain('`database: "pglite:.gen/pgdata"` to gen.config.mjs.');
    const named = await project.genWith(
      { env: { DATABASE_URL: "pglite:.gen/pgdata", CI: "1", NODE_ENV: "production" } },
      "upgrade",
      "head",
    );
    expect(named).toMatchObject({
      status: 0,
      stderr: "Running upgrade <base> -> aaaa1, Revision aaaa1\n",
    });
  });

  test("is read, which is said once, and in a pipeline always", async () => {
    const project = unnamed();
    expect((await project.gen("current")).stderr).toContain(note);
    expect((await project.gen("current", "-q")).stderr).toBe("");
    const inPipeline = await project.genWith({ env: { CI: "true" } }, "current", "-q");
    expect(inPipeline.stderr).toContain("warning: DATABASE_URL is not set");
  });

  test("is changed on a terminal, but not in production", async () => {
    const project = unnamed();
    const refused = await onTerminal(project, ["upgrade", "head"], { NODE_ENV: "production" });
    expect(refused).toMatchObject({ status: 2 });
    const done = await onTerminal(project, ["upgrade", "head"]);
    expect(done.status).toBe(0);
    expect(done.shown).toContain("using the embedded one in");
    expect((await onTerminal(project, ["downgrade", "base"])).shown).not.toContain("embedded");
  });
});

async function onTerminal(project: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const screen = Object.assign(new PassThrough(), { isTTY: true });
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  onTestFinished(() => void stdin.destroy());
  let shown = "";
  screen.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const terminal = { cwd: project.directory, env, stdin, stdout: screen, stderr: screen };
  return { status: await main(args, terminal), shown };
}
