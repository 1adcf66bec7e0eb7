/** The proof runs what the file says, with the checks and refusals of `upgrade`. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { templatePath } from "../../src/render/template.js";
import { createProject } from "./hooked-project.js";

const template = readFileSync(templatePath(), "utf8");
const models = `export const t = pgTable("t", { id: text("id").primaryKey() });`;

/** A template whose file calls a helper before all else on the way up. */
function withHelper(module: string): string {
  return template
    .replace("{{imports}}", `{{imports}}\nimport { before } from "${module}";`)
    .replace("{{upgrade}}", "await before(op);\n  {{upgrade}}");
}

test("what is proven is accepted by upgrade: a new table's concurrent index, labels of all kinds", async () => {
  const project = await createProject("");
  const extras = `import { index } from "drizzle-orm/pg-core";`;
  const long = "ü".repeat(31);
  project.models(`${extras}
    export const mood = pgEnum("mood", ["", "it's", 'say "x"', "\`\${y}\`", "${long}"]);
    export const t = pgTable("t", { id: text("id").primaryKey(), n: text("n").default(""), m: mood("m").default("") },
      (t) => [index("t_n").on(t.n, sql\`\${t.id} COLLATE "C"\`).concurrently()]);`);
  const created = await project.revision("first");
  expect(created?.proof).toMatchObject({ proven: true, where: "transaction" });
  expect(project.read(created?.path ?? "")).not.toContain("concurrently");
  await project.upgrade();
  expect(await project.check()).toEqual([]);

  project.models(`${extras}
    export const mood = pgEnum("mood", ["", "it's", "\`\${y}\`"]);
    export const t = pgTable("t", { id: text("id").primaryKey(), n: text("n").default(""), m: mood("m") },
      (t) => [index("t_n").on(t.n, sql\`\${t.id} COLLATE "C"\`).concurrently(), index("t_id").on(t.id.desc()).concurrently()]);`);
  expect((await project.revision("second"))?.proof).toMatchObject({ proven: true });
  await project.upgrade();
  expect(await project.check()).toEqual([]);
  await project.downgrade("base");
});

test("a template's own lines are run, and what they do is found", async () => {
  const project = await createProject("");
  project.models(models);
  project.write("migrations/migration.ts.template", withHelper("../helpers/before"));
  project.write(
    "helpers/before.ts",
    `import type { Op } from "drizzle-gen";
     export const before = (op: Op) => op.execute("create table log ()");`,
  );
  const created = await project.revision("first");
  expect(created?.proof?.differences).toMatchObject([
    { direction: "upgrade", message: expect.stringMatching(/^fails after the downgrade at .*log/) },
  ]);
  expect(project.read(created?.path ?? "")).toMatch(/wrong: the upgrade fails after the downgrade/);
  expect(await project.tables()).not.toContain("log");
});

test("a template that cannot be loaded is told as such", async () => {
  const project = await createProject("");
  project.models(models);
  project.write("migrations/migration.ts.template", withHelper("../helpers/missing"));
  const broken = await project.revision("broken");
  expect(broken?.proof?.differences).toMatchObject([
    {
      direction: "upgrade",
      message: expect.stringMatching(/^cannot be loaded: .*helpers\/missing/),
    },
  ]);
  expect(project.read(broken?.path ?? "")).toMatch(/wrong: the upgrade cannot be loaded/);

  const other = await createProject("");
  other.models(models);
  other.write("migrations/migration.ts.template", withHelper("../helpers/before"));
  other.write("helpers/before.ts", `export const before = () => {}; throw new Error("no TOKEN");`);
  const unproven = await other.revision("unproven");
  expect(unproven?.proof).toMatchObject({
    proven: false,
    differences: [],
    reason: expect.stringMatching(/^the file cannot be loaded: .*no TOKEN/),
  });
});

test("an operation that its own call refuses is told at its file, of several", async () => {
  const project = await createProject(`processOperations: (all) => [
    { message: "own", operations: [...all] },
    { message: "bad", operations: [
      { kind: "createEnum", enum: { schema: "public", name: "e", values: ["a", "a"] } },
    ] },
    { message: "last", operations: [{ kind: "execute", sql: "select 1" }], downgrade: [] },
  ],`);
  project.models(models);
  const created = await project.revision("first");
  expect(created?.proof?.differences).toEqual([
    {
      direction: "upgrade",
      revision: created?.revisions[1]?.revision,
      message: 'fails: op.createEnum: "a" is given twice',
    },
  ]);
  const marks = created?.revisions.map(({ path }) => project.read(path).includes("// wrong:"));
  expect(marks).toEqual([false, true, false]);
});
