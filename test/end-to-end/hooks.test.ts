/** The hooks of a real configuration file, on the whole road. */
import { describe, expect, test } from "vitest";
import { createProject } from "./hooked-project.js";

describe("compareType and compareDefault", () => {
  const models = `export const t = pgTable("t", { a: text(), n: integer().default(1) });`;

  test("what they call the same is left alone, by revision and check", async () => {
    const project = await createProject(`
      compareType: ({ column, actual, desired }) =>
        column === "a" && actual === "character varying(9)" && desired === "text" ? false : undefined,
      compareDefault: ({ table, column, actual, desired }) =>
        table.name === "t" && column === "n" && actual === "2" && desired === "1" ? false : undefined,`);
    await project.connection.batch(`create table t (a varchar(9), n integer default 2, m integer)`);
    project.models(models);
    expect(await project.check()).toEqual(["drop column public.t.m"]);
    const created = await project.revision("remove m");
    expect(created?.proof?.differences).toEqual([]);
    expect(created?.operations.map((one) => one.kind)).toEqual(["dropColumn"]);
  });

  test("what they call different is changed, though the server says it is the same", async () => {
    const project = await createProject(
      `compareDefault: ({ column }) => (column === "at" ? true : undefined),`,
    );
    await project.connection.batch(`create table t (at integer default 1 + 1)`);
    project.models(`export const t = pgTable("t", { at: integer().default(sql\`1+1\`) });`);
    expect(await project.check()).toEqual(["alter column public.t.at: default (1 + 1) -> 1+1"]);
  });

  test("an answer of another kind is an error that names the hook", async () => {
    const project = await createProject(`compareType: () => "no",`);
    await project.connection.batch(`create table t (a text, n integer default 1)`);
    project.models(models);
    await expect(project.check()).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("`compareType` must return true, false or undefined"),
    });
  });
});

describe("processOperations", () => {
  const models = `
    export const a = pgTable("a", { id: serial().primaryKey() });
    export const b = pgTable("b", { id: integer().references(() => a.id) });`;

  test("several files with a prettier configuration that cannot be read tell it once", async () => {
    const project = await createProject(
      `processOperations: (all) => all.map((one) => ({ message: one.kind, operations: [one] })),`,
    );
    project.write(".prettierrc", "{ nope");
    project.models(models);
    expect((await project.revision("first"))?.revisions).toHaveLength(3);
    expect(project.notes).toEqual([expect.stringContaining("prettier's own style is used")]);
  });

  test("leaves operations out, and what is left has its way back", async () => {
    const project = await createProject(
      `processOperations: (all) => all.filter((one) => one.kind !== "dropTable"),`,
    );
    await project.connection.batch("create table old (id integer)");
    project.models(models);
    const created = await project.revision("first");
    expect(created?.operations.map((one) => one.kind)).toEqual([
      "createTable",
      "createTable",
      "createForeignKey",
    ]);
    expect(created?.proof?.differences).toEqual([]);
    await project.upgrade();
    expect(await project.check()).toEqual([]);
    await project.downgrade("base");
    expect(await project.tables()).toEqual(["gen_version", "old"]);
  });

  test("nothing left: no file", async () => {
    const project = await createProject(`processOperations: () => [],`);
    project.models(models);
    expect(await project.revision("nothing")).toBeNull();
    expect(project.files()).toEqual([]);
  });

  test("splits into files that follow each other", async () => {
    const project = await createProject(`processOperations: async (all) => [
      { message: "Tables", operations: all.filter((one) => one.kind === "createTable") },
      { message: "Nothing", operations: [] },
      { message: "Keys", operations: all.filter((one) => one.kind !== "createTable") }],`);
    project.models(models);
    const created = await project.revision("all");
    expect(created?.revisions.map((one) => one.operations.length)).toEqual([2, 1]);
    expect(created?.revision).toBe(created?.revisions[0]?.revision);
    expect(project.files().map((file) => file.replace(/^[^_]+/, ""))).toEqual(
      expect.arrayContaining(["_tables.ts", "_keys.ts"]),
    );
    await project.upgrade();
    expect(await project.check()).toEqual([]);
    await project.downgrade("-1");
    await project.downgrade("-1");
    expect(await project.tables()).toEqual(["gen_version"]);
  });

  test("adds a statement of its own, with the way back beside it", async () => {
    const project = await createProject(`processOperations: (all) => [{ message: "Fill",
      operations: [...all, { kind: "execute", sql: "insert into a default values" }],
      downgrade: [{ kind: "execute", sql: "delete from a" }, ...all.toReversed().map((one) =>
        one.kind === "createTable" ? { kind: "dropTable", table: one.table }
          : { kind: "dropConstraint", table: one.table, name: one.constraint.name })] }],`);
    project.models(models);
    await project.revision("fill");
    await project.upgrade();
    expect(await project.connection.query("select id from a")).toEqual([{ id: 1 }]);
    await project.downgrade("base");
    expect(await project.tables()).toEqual(["gen_version"]);
  });

  test("an answer of another kind is an error that names the hook", async () => {
    const project = await createProject(
      `processOperations: () => [{ kind: "x" }, { message: "y" }],`,
    );
    project.models(models);
    await expect(project.revision("x")).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("`processOperations` must return an array of operations"),
    });
  });
});

test("renderType writes a type in the project's own words", async () => {
  const project = await createProject(`renderType: (type) =>
    type === "text" ? { source: "shout", imports: { "../types.js": "shout" } }
      : type === "integer" ? { source: "sqlType('int4')({name})", imports: { "drizzle-gen": ["sqlType"] } }
      : undefined,`);
  project.write(
    "types.ts",
    `import { text } from "drizzle-orm/pg-core"; export const shout = (name: string) => text(name);`,
  );
  project.models(`export const t = pgTable("t", { a: text().notNull().default("x"), n: integer(),
    list: text().array(), at: timestamp() });`);
  const created = await project.revision("types");
  const text = project.read(created?.path ?? "");
  expect(text).toContain('import { shout } from "../types.js";');
  expect(text).toMatch(/a: shout\("a"\)\s*\.notNull\(\)\s*\.default\(sql`'x'::text`\)/);
  expect(text).toContain('n: sqlType("int4")("n")');
  expect(text).toContain('list: shout("list").array()');
  expect(text).toContain('at: timestamp("at")');
  await project.upgrade();
  expect(await project.check()).toEqual([]);
  await project.downgrade("base");
});

test.each([
  ["compareType: 1,", "`compareType` must be a function"],
  ["renames: true,", '`renames` must be "ask" or "off"'],
  ["comments: 1,", "`comments` must be true or false"],
])("%s is an error", async (text, message) => {
  await expect(createProject(text)).rejects.toMatchObject({
    code: "config_invalid",
    message: expect.stringContaining(message),
  });
});
