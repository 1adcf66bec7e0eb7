import { expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet } from "./support/fleet.js";
import { createProject, revisionFile } from "./support/project.js";

const bin = buildProgram();

const files = {
  "gen.config.json": `{ "schema": "schema/*.ts" }`,
  "migrations/1.ts": revisionFile({ revision: "aaaa1", message: "First" }),
  "migrations/2.ts": revisionFile({ revision: "bbbb2", downRevision: "aaaa1", message: "Left" }),
  "migrations/3.ts": revisionFile({
    revision: "cccc3",
    downRevision: "aaaa1",
    branchLabels: "lib",
    message: "Right",
  }),
  "migrations/4.ts": revisionFile({
    revision: "dddd4",
    downRevision: ["bbbb2", "cccc3"],
    message: "Both",
  }),
  "migrations/5.ts": revisionFile({ revision: "xxxx5", dependsOn: "bbbb2", message: "Apart" }),
};

test("history prints Alembic's lines, newest first", async () => {
  const { status, stdout, stderr } = await createProject(bin(), files).gen("history");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`bbbb2, cccc3 -> dddd4 (lib) (head) (mergepoint), Both
<base> (bbbb2) -> xxxx5 (head), Apart
aaaa1 -> bbbb2, Left
aaaa1 -> cccc3 (lib), Right
<base> -> aaaa1 (branchpoint), First
`);
});

test("history --graph draws them, dependencies in words", async () => {
  const project = createProject(bin(), files);
  expect((await project.gen("history", "--graph")).stdout).toBe(
    `* dddd4 (lib) (head) (mergepoint), Both
|\\
| | * xxxx5 (head) (depends on bbbb2), Apart
* | bbbb2, Left
| * cccc3 (lib), Right
|/
* aaaa1 (branchpoint), First
`,
  );
  const part = await project.gen("history", "--graph", "-r", "bbbb2:dddd4");
  expect(part.stdout).toBe("* dddd4 (lib) (head) (mergepoint), Both\n* bbbb2, Left\n");
  const verbose = await project.gen("history", "--graph", "-v", "-r", "cccc3:dddd4");
  expect(verbose.stdout).toContain(
    "* Rev: dddd4 (head) (mergepoint)\n| Merges: bbbb2, cccc3\n| Path: migrations/4.ts\n",
  );
  expect((await project.gen("history", "--graph", "--json")).json()).toHaveLength(5);
});

test("branches lists what forks, and its children", async () => {
  const project = createProject(bin(), files);
  const { stdout } = await project.gen("branches");
  expect(stdout).toBe("aaaa1 (branchpoint)\n      -> bbbb2\n      -> cccc3 (lib)\n");
  const verbose = await project.gen("branches", "-v");
  expect(verbose.stdout).toContain("Branches into: bbbb2, cccc3\n");
  expect((await project.gen("branches", "--json")).json()).toMatchObject([
    { revision: "aaaa1", isBranchPoint: true },
  ]);
});

test("history -i marks where the database is, and `current` bounds a range", async () => {
  const fleet = await createFleet(bin());
  fleet.write("migrations/1.ts", files["migrations/1.ts"]);
  fleet.write("migrations/2.ts", files["migrations/2.ts"]);
  expect((await fleet.gen("upgrade", "aaaa1")).status).toBe(0);
  expect((await fleet.gen("history", "-i")).stdout).toBe(
    "aaaa1 -> bbbb2 (head), Left\n<base> -> aaaa1 (current), First\n",
  );
  expect((await fleet.gen("history", "-r", ":current")).stdout).toBe("<base> -> aaaa1, First\n");
  expect((await fleet.gen("history", "-r", "current:", "-i", "--json")).json()).toMatchObject([
    { revision: "bbbb2", isCurrent: false },
    { revision: "aaaa1", isCurrent: true },
  ]);
});

test("where there are no revisions, the commands say how the first is made", async () => {
  const project = createProject(bin(), { "gen.config.json": files["gen.config.json"] });
  for (const command of ["history", "heads"]) {
    const outcome = await project.gen(command);
    expect(outcome).toMatchObject({ status: 0, stdout: "" });
    expect(outcome.stderr).toContain("gen revision");
  }
});

test("an option that nobody knows gets the one that was meant", async () => {
  const project = createProject(bin(), files);
  const outcome = await project.gen("history", "--grap");
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain("--graph");
  expect((await project.gen("heads", "--resolve-dependency")).stderr).toContain(
    "--resolve-dependencies",
  );
  expect((await project.gen("hisory")).stderr).toContain("history");
});
