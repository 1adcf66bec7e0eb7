import { describe, expect, test } from "vitest";
import { buildProgram } from "./support/build.js";
import { createFleet, withManufacturer } from "./support/fleet.js";
import { createProject, type Project, revisionFile } from "./support/project.js";

const bin = buildProgram();

const branched = {
  "gen.config.json": `{ "schema": "schema/*.ts" }`,
  "migrations/01_a.ts": revisionFile({ revision: "aaaa1", message: "Begin" }),
  "migrations/02_b.ts": revisionFile({ revision: "bbbb2", downRevision: "aaaa1" }),
  "migrations/03_c.ts": revisionFile({
    revision: "cccc3",
    downRevision: "aaaa1",
    branchLabels: "side",
    dependsOn: "bbbb2",
  }),
};

const begin = {
  revision: "aaaa1",
  downRevision: [],
  branchLabels: [],
  dependsOn: [],
  message: "Begin",
  path: "migrations/01_a.ts",
  isHead: false,
  isBranchPoint: true,
  isMergePoint: false,
};
const side = {
  ...begin,
  revision: "cccc3",
  downRevision: ["aaaa1"],
  branchLabels: ["side"],
  dependsOn: ["bbbb2"],
  message: "Revision cccc3",
  path: "migrations/03_c.ts",
  isHead: true,
  isBranchPoint: false,
};
const straight = {
  ...side,
  revision: "bbbb2",
  branchLabels: [],
  dependsOn: [],
  message: "Revision bbbb2",
  path: "migrations/02_b.ts",
};

describe("commands that only read files", () => {
  let project: Project;
  const json = async (...args: readonly string[]) => {
    project = createProject(bin(), branched);
    const outcome = await project.gen(...args, "--json");
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    return outcome.json();
  };

  test("heads", async () => {
    expect(await json("heads")).toEqual([straight, side]);
    expect(await json("heads", "--resolve-dependencies")).toEqual([side]);
  });

  test("history", async () => {
    expect(await json("history")).toEqual([side, straight, begin]);
    expect(await json("history", "-r", ":bbbb2")).toEqual([straight, begin]);
  });

  test("branches", async () => expect(await json("branches")).toEqual([begin]));

  test("show", async () => expect(await json("show", "side")).toEqual([side]));

  test("text", async () => {
    project = createProject(bin(), branched);
    const text = async (...args: readonly string[]) => (await project.gen(...args)).stdout;
    expect(await text("heads")).toBe("bbbb2 (effective head)\ncccc3 (side) (head)\n");
    expect(await text("history")).toBe(
      "aaaa1 (bbbb2) -> cccc3 (side) (head), Revision cccc3\n" +
        "aaaa1 -> bbbb2 (effective head), Revision bbbb2\n" +
        "<base> -> aaaa1 (branchpoint), Begin\n",
    );
    expect(await text("branches")).toBe(
      "aaaa1 (branchpoint)\n      -> bbbb2 (effective head)\n      -> cccc3 (side) (head)\n",
    );
    expect(await text("show", "side")).toBe(
      "Rev: cccc3 (head)\nParent: aaaa1\nAlso depends on: bbbb2\nBranch names: side\n" +
        "Path: migrations/03_c.ts\nCreate Date: 2026-11-22T15:43:00.000Z\n\n    Revision cccc3\n\n",
    );
  });
});

test("options stand before or after the command", async () => {
  const project = createProject(bin(), branched);
  const outcomes = await Promise.all([
    project.gen("--json", "heads"),
    project.gen("heads", "--json"),
    project.gen("-c", "gen.config.json", "heads", "--json"),
    project.gen("--json", "heads", "--config=gen.config.json"),
  ]);
  expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1);
});

test("paths are relative inside the working directory and absolute outside", async () => {
  const project = createProject(bin(), { ...branched, "app/readme": "" });
  const { stdout } = await project.genWith({ cwd: "app" }, "show", "aaaa1");
  expect(stdout).toContain(`Path: ${project.directory}/migrations/01_a.ts`);
});

describe("commands that use the database", () => {
  let fleet: Awaited<ReturnType<typeof createFleet>>;
  const revision = (id: string) => ({
    ...begin,
    revision: id,
    message: "first",
    path: `migrations/${id}_first.ts`,
    isHead: true,
    isBranchPoint: false,
  });

  test("revision, upgrade, current, history -i, check, downgrade, stamp", async () => {
    fleet = await createFleet(bin());
    const run = async (...args: readonly string[]) => {
      const outcome = await fleet.gen("--json", "--quiet", ...args);
      expect(outcome.stderr).toBe("");
      return [outcome.status, outcome.json()];
    };
    const sql = [expect.stringContaining(`CREATE TABLE "public"."vehicles"`) as unknown];
    expect(await run("revision", "-m", "first", "--rev-id", "aaaa1")).toEqual([
      0,
      {
        revision: "aaaa1",
        path: "migrations/aaaa1_first.ts",
        operations: [{ kind: "createTable", object: "public.vehicles", sql }],
        revisions: [expect.objectContaining({ revision: "aaaa1" }) as unknown],
        proof: {
          proven: true,
          where: "transaction",
          durationMs: expect.any(Number) as unknown,
          differences: [],
        },
      },
    ]);
    expect(await run("current")).toEqual([0, { heads: [], revisions: [], atHead: false }]);
    expect(await run("current", "--check-heads")).toEqual([
      6,
      { heads: [], revisions: [], atHead: false },
    ]);
    const step = { revision: "aaaa1", durationMs: expect.any(Number) as unknown };
    expect(await run("upgrade", "head")).toEqual([
      0,
      { steps: [{ ...step, direction: "upgrade", headsAfter: ["aaaa1"], sql }], heads: ["aaaa1"] },
    ]);
    expect(await run("upgrade", "head")).toEqual([0, { steps: [], heads: ["aaaa1"] }]);
    expect(await run("current", "--check-heads")).toEqual([
      0,
      { heads: ["aaaa1"], revisions: [revision("aaaa1")], atHead: true },
    ]);
    expect(await run("history", "-i")).toEqual([0, [{ ...revision("aaaa1"), isCurrent: true }]]);
    expect(await run("show", "current")).toEqual([0, [revision("aaaa1")]]);
    expect(await run("check")).toEqual([0, { upToDate: true, operations: [] }]);
    fleet.model(withManufacturer);
    expect(await run("check")).toEqual([
      6,
      {
        upToDate: false,
        operations: [
          {
            kind: "addColumn",
            object: "public.vehicles.manufacturer",
            sql: [expect.stringContaining("ADD COLUMN") as unknown],
          },
        ],
      },
    ]);
    expect(await run("downgrade", "base")).toEqual([
      0,
      {
        steps: [
          {
            ...step,
            direction: "downgrade",
            headsAfter: [],
            sql: [`DROP TABLE "public"."vehicles"`],
          },
        ],
        heads: [],
      },
    ]);
    expect(await run("stamp", "head")).toEqual([0, { heads: ["aaaa1"] }]);
    expect(await fleet.columns()).toEqual([]);
  });
});

describe("init", () => {
  test("writes what is missing and says what it left", async () => {
    const project = createProject(bin());
    const first = await project.gen("init");
    expect(first).toMatchObject({
      status: 0,
      stdout:
        "created gen.config.ts\ncreated migrations\ncreated migrations/migration.ts.template\n",
    });
    expect(first.stderr).toContain("gen revision -m");
    const written = project.read("gen.config.ts");
    project.write("gen.config.ts", `${written}// mine\n`);
    const again = await project.gen("init");
    expect(again).toMatchObject({ status: 0, stdout: "" });
    expect(again.stderr).toContain("gen.config.ts exists and was not changed.");
    expect(project.read("gen.config.ts")).toBe(`${written}// mine\n`);
  });

  test("makes the folder that an existing configuration names", async () => {
    const project = createProject(bin(), {
      "gen.config.json": `{ "schema": "schema/*.ts", "migrations": "db/migrations" }`,
    });
    const { stdout } = await project.gen("init");
    expect(stdout).toBe("created db/migrations\ncreated db/migrations/migration.ts.template\n");
    expect(project.exists("migrations")).toBe(false);
  });

  test("works for a directory that does not exist", async () => {
    const project = createProject(bin());
    const { status, stdout } = await project.gen("init", "services/fleet");
    expect(status).toBe(0);
    expect(stdout).toContain("created services/fleet/gen.config.ts\n");
    expect(project.list("services/fleet")).toEqual(["gen.config.ts", "migrations"]);
  });

  test("finds the models where they are", async () => {
    const project = createProject(bin(), { "src/db/schema.ts": "export {};\n" });
    await project.gen("init");
    expect(project.read("gen.config.ts")).toContain(`schema: "./src/db/schema.ts",`);
    expect((await project.gen("heads")).status).toBe(0);
  });

  test("takes over what drizzle-kit's configuration says, and no password", async () => {
    const drizzle = (url: string) => `import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./app/models.ts"],
  out: "./migrations",
  casing: "snake_case",
  dbCredentials: { url: ${url} },
});
`;
    const byReference = createProject(bin(), {
      "drizzle.config.ts": drizzle("process.env.POSTGRES_URL!"),
    });
    await byReference.gen("init");
    const text = byReference.read("gen.config.ts");
    expect(text).toContain(`schema: ["./app/models.ts"],`);
    expect(text).toContain(`migrations: "./gen-migrations",`);
    expect(text).toContain(`casing: "snake_case",`);
    expect(text).toContain(`database: process.env.POSTGRES_URL,`);
    expect((await byReference.gen("heads")).status).toBe(0);

    const byValue = createProject(bin(), {
      "drizzle.config.ts": drizzle(`"postgres://app:s3cret@db/app"`),
    });
    const { stderr } = await byValue.gen("init");
    expect(stderr).toContain("set DATABASE_URL");
    expect(byValue.read("gen.config.ts")).not.toContain("s3cret");
  });
});
