import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet } from "./support/fleet.js";
import { createProject, revisionFile } from "./support/project.js";

const bin = buildProgram();

const files = {
  "gen.config.json": `{ "schema": "schema/*.ts" }`,
  "migrations/01.ts": revisionFile({ revision: "aaaa1" }),
};

test("edit opens the file in VISUAL, else in EDITOR, whose options it keeps", async () => {
  const project = createProject(bin(), files);
  const append = `sh -c 'echo "// $0" >> "$1"'`;
  const edit = (env: Record<string, string>, ...args: readonly string[]) =>
    project.genWith({ env }, "edit", ...args);
  expect(await edit({ EDITOR: `${append} editor` }, "head")).toMatchObject({
    status: 0,
    stdout: "",
  });
  expect((await edit({ VISUAL: `${append} visual`, EDITOR: "false" }, "aaaa1")).status).toBe(0);
  expect(project.read("migrations/01.ts")).toMatch(/\/\/ editor\n\/\/ visual\n$/);
  expect((await edit({ EDITOR: "false" }, "head")).status).toBe(1);
  expect((await edit({}, "head")).stderr).toContain("VISUAL or EDITOR");
  expect((await edit({ EDITOR: "true" }, "base")).status).toBe(2);
});

test("revision --empty needs no database and places the revision", async () => {
  const project = createProject(bin(), files);
  const empty = (...args: readonly string[]) => project.gen("revision", "--empty", ...args);
  const second = await empty("-m", "Second one", "--rev-id", "bbbb2", "--branch-label", "main");
  expect(second).toMatchObject({ status: 0, stdout: "migrations/bbbb2_second_one.ts\n" });
  expect((await empty("--head", "aaaa1", "-m", "x")).status).toBe(2);
  const options = ["--splice", "--depends-on", "main", "--rev-id", "cccc3"];
  expect((await empty("--head", "aaaa1", ...options)).stdout).toBe("migrations/cccc3.ts\n");
  const [shown] = (await project.gen("show", "cccc3", "--json")).json() as readonly unknown[];
  expect(shown).toMatchObject({ downRevision: ["aaaa1"], dependsOn: ["main"], isHead: true });
  expect((await empty("--rev-id", "aaaa1", "--head", "main")).status).toBe(2);
  expect((await empty("--rev-id", "a+b", "--head", "main")).status).toBe(2);
  expect((await empty("--version-path", "elsewhere", "--head", "main")).status).toBe(2);
  expect((await empty("--autogenerate")).status).toBe(2);
});

test("merge writes nothing when there is nothing to merge", async () => {
  const project = createProject(bin(), files);
  const outcome = await project.gen("merge", "heads");
  expect(outcome).toMatchObject({ status: 0, stdout: "" });
  expect(outcome.stderr).toContain("there is nothing to merge");
  expect(project.list("migrations")).toEqual(["01.ts"]);
});

test("ensure-version creates the version table, once", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
  for (const _ of ["first", "second"]) {
    expect(await fleet.gen("ensure-version")).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "The version table public.gen_version exists.\n",
    });
  }
  const rows = await fleet.database.connection.query("SELECT * FROM gen_version");
  expect(rows).toEqual([]);
});

test("list-templates names the template of migrations", async () => {
  const { status, stdout } = await createProject(bin()).gen("list-templates");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^migration\.ts\.template {2}/);
});

test("current -v names the database and shows no password", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }));
  await fleet.gen("stamp", "head");
  const { stdout } = await fleet.gen("current", "-v");
  const { password } = new URL(fleet.database.url);
  expect(stdout).toContain(`Current revision(s) for postgres`);
  expect(stdout).toContain("Rev: aaaa1 (head)\nParent: <base>\nPath: migrations/01.ts\n");
  expect(stdout).not.toContain(password);
});

test("stamp moves the rows and runs nothing", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/01.ts", revisionFile({ revision: "aaaa1" }, { upgrade: "throw 1;" }));
  const stamped = await fleet.gen("stamp", "head");
  expect(stamped).toMatchObject({ status: 0, stdout: "" });
  expect(stamped.stderr).toBe("The version table now holds aaaa1; no migration was run.\n");
  expect((await fleet.gen("stamp", "base")).stderr).toContain("now holds base");
  expect((await fleet.gen("current")).stdout).toBe("");
});
