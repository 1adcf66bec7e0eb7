import { sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { collectModels } from "../../src/model/collect.js";
import { danglingReferences, loadModels } from "../../src/model/load.js";
import { describeTable } from "../../src/model/tables.js";
import { project } from "../loader/project.js";
import { describeExports } from "./apply.js";

type Exports = Readonly<Record<string, unknown>>;

const refused: readonly (readonly [what: string, exports: () => Exports, message: RegExp])[] = [
  [
    "two tables of one name",
    () => ({ a: pg.pgTable("t", {}), b: pg.pgTable("t", {}) }),
    /Two tables are called "public\.t": `a` in schema\.ts and `b` in schema\.ts\./,
  ],
  [
    "two columns of one name",
    () => ({ t: pg.pgTable("t", { a: pg.text("x"), b: pg.text("x") }) }),
    /schema\.ts: table "t" has two columns called "x"/,
  ],
  ["an enum without values", () => ({ e: pg.pgEnum("e", [] as never) }), /enum "e" has no values/],
  [
    "an enum with a value twice",
    () => ({ e: pg.pgEnum("e", ["a", "a"]) }),
    /enum "e" has the value "a" twice/,
  ],
  [
    "an index without columns",
    () => ({ t: pg.pgTable("t", { a: pg.text() }, () => [pg.index("i") as never]) }),
    /table "t" has an index without columns/,
  ],
  [
    "a unique constraint without columns",
    () => ({ t: pg.pgTable("t", { a: pg.text() }, () => [pg.unique("u") as never]) }),
    /table "t" has a unique constraint without columns/,
  ],
  [
    "an expression index without a name",
    () => ({ t: pg.pgTable("t", { a: pg.text() }, (c) => [pg.index().on(sql`lower(${c.a})`)]) }),
    /index on the expression lower\("a"\) that has no name/,
  ],
  [
    "a foreign key to nothing",
    () => ({ t: pg.pgTable("t", { a: pg.integer().references(() => undefined as never) }) }),
    /table "t" has a foreign key that refers to something that is not a column/,
  ],
  [
    "two primary keys",
    () => ({ t: pg.pgTable("t", { a: pg.integer().primaryKey(), b: pg.integer().primaryKey() }) }),
    /table "t" has several primary keys/,
  ],
  [
    "a table's name that PostgreSQL would cut",
    () => ({ t: pg.pgTable("t".repeat(64), {}) }),
    /64 bytes/,
  ],
  [
    "a column's name that PostgreSQL would cut",
    () => ({ t: pg.pgTable("t", { a: pg.text("é".repeat(32)) }) }),
    /table "t", column "é+".*64 bytes/,
  ],
  [
    "an enum's value that PostgreSQL would refuse",
    () => ({ e: pg.pgEnum("e", ["v".repeat(64)]) }),
    /64 bytes/,
  ],
  [
    "two long names that collide when cut",
    () => ({
      t: pg.pgTable("t", { a: pg.text(), b: pg.text() }, (c) => [
        pg.index(`${"x".repeat(63)}1`).on(c.a),
        pg.index(`${"x".repeat(63)}2`).on(c.b),
      ]),
    }),
    /Two things in schema "public" are called "x{63}": an index of table "t" \(schema\.ts\) and an index/,
  ],
  [
    "two checks of one name",
    () => ({
      t: pg.pgTable("t", { a: pg.text() }, () => [
        pg.check("c", sql`true`),
        pg.check("c", sql`false`),
      ]),
    }),
    /table "public\.t" has 2 constraints called "c"/,
  ],
  [
    "a table and a view of one name",
    () => ({
      t: pg.pgTable("t", { a: pg.text() }),
      v: pg.pgView("t", { a: pg.text() }).as(sql`select 1`),
    }),
    /Two things in schema "public" are called "t": a table.* and a view/,
  ],
  [
    "a default that is no value",
    () => ({ t: pg.pgTable("t", { a: pg.text().default((() => 1) as never) }) }),
    /table "t", column "a" cannot be described: a function cannot be a default/,
  ],
  [
    "extras that fail",
    () => ({
      t: pg.pgTable("t", { a: pg.text() }, () => {
        throw new Error("extra");
      }),
    }),
    /table "t" cannot be described: extra/,
  ],
  [
    "a placeholder",
    () => ({
      t: pg.pgTable("t", { a: pg.text() }, () => [pg.check("c", sql`${sql.placeholder("p")} > 1`)]),
    }),
    /placeholder "p" has no value/,
  ],
];

test.each(refused)("%s is refused", (_what, exports, message) => {
  expect(() => describeExports(exports())).toThrow(message);
});

test("models are loaded from files, directories and globs, each object once", async () => {
  const directory = project({
    "schema/index.ts": `export * from "./users"; export * from "./posts";`,
    "schema/users.ts": `import { pgTable, integer } from "drizzle-orm/pg-core";
      export const users = pgTable("users", { id: integer().primaryKey() }); export const other = {};`,
    "schema/posts.ts": `import { pgTable, integer } from "drizzle-orm/pg-core"; import { users } from "./users";
      export const posts = pgTable("posts", { author: integer().references(() => users.id) });`,
    "schema/notes.md": "no module",
    "schema/types.d.ts": "export type A = 1;",
    "deep/a/b.ts": `import { pgTable } from "drizzle-orm/pg-core"; export default { b: pgTable("b", {}) };`,
  });
  const names = async (...schema: string[]): Promise<string[]> =>
    (await loadModels({ directory, schema })).tables.map(({ exportName }) => exportName).sort();
  expect(await names("schema")).toEqual(["posts", "users"]);
  expect(await names("./schema/*.ts", "deep/**/*")).toEqual(["b", "posts", "users"]);
  expect(await names("schema/*", "!**/posts.ts", "!**/index.ts")).toEqual(["users"]);
  const { tables } = await loadModels({ directory, schema: ["schema"] });
  expect(tables.map(({ file }) => file.split("/").at(-1)).sort()).toEqual(["posts.ts", "users.ts"]);
  await expect(names("nothing/*.ts")).rejects.toMatchObject({
    code: "model_files",
    status: 2,
    message: expect.stringContaining("nothing/*.ts"),
  });
  await expect(names()).rejects.toMatchObject({ code: "config_missing", status: 2 });
});

test("objects of another copy of Drizzle are recognised", async () => {
  const directory = project({
    "schema.cjs": `const pg = require("drizzle-orm/pg-core"); const { sql } = require("drizzle-orm");
      exports.e = pg.pgEnum("e", ["a"]);
      exports.t = pg.pgTable("t", { a: exports.e().array().default(["a"]), b: pg.text().default(sql\`now()\`) },
        (c) => [pg.index().on(c.b.desc()), pg.check("c", sql\`\${c.b} > \${"x"}\`)]);
      exports.v = pg.pgView("v").as((q) => q.select().from(exports.t));`,
  });
  const models = await loadModels({ directory, schema: ["schema.cjs"] });
  const schema = describeExports(
    Object.fromEntries(
      [...models.tables, ...models.enums, ...models.views].map(({ exportName, value }) => [
        exportName,
        value,
      ]),
    ),
  );
  expect(schema.tables[0]).toMatchObject({
    columns: [{ type: { sql: "public.e[]" }, default: "'{a}'::public.e[]" }, { default: "now()" }],
    indexes: [{ name: "t_b_index", keys: [{ column: "b", order: "desc" }] }],
    checks: [{ expression: `"b" > 'x'` }],
  });
  expect(schema.views).toMatchObject([{ name: "v", dependsOn: [{ schema: "public", name: "t" }] }]);
});

test("an export that is a module's namespace is passed over", () => {
  const namespace: unknown = Object.assign(Object.create(null), { a: 1 });
  expect(describeExports({ namespace, nothing: null, text: "x" }).tables).toEqual([]);
});

test("casing: names by key change, names by the author stay", () => {
  const users = pg.pgTable(
    "usersTable",
    { firstName: pg.text().notNull(), own: pg.text("ownName") },
    (c) => [
      pg.index().on(c.firstName),
      pg.check("c", sql`${c.firstName} <> ${c.own}`),
      pg.primaryKey({ columns: [c.firstName, c.own] }),
    ],
  );
  expect(describeTable(users, { casing: "snake_case" })).toMatchObject({
    name: "usersTable",
    columns: [{ name: "first_name" }, { name: "ownName" }],
    indexes: [{ name: "usersTable_first_name_index", keys: [{ column: "first_name" }] }],
    checks: [{ expression: `"first_name" <> "ownName"` }],
    primaryKey: { name: "usersTable_first_name_ownName_pk", columns: ["first_name", "ownName"] },
  });
});

test("casing: a view over one table, which Drizzle builds before it knows the casing", () => {
  const likes = pg.pgTable("likes", { postId: pg.integer(), own: pg.text("ownName") });
  const popular = pg.pgView("popular").as((query) =>
    query
      .select({ postId: likes.postId, own: likes.own, ownScore: sql`count(*)`.as("postId") })
      .from(likes)
      .groupBy(likes.postId),
  );
  const { views } = describeExports({ likes, popular }, { casing: "snake_case" });
  expect(views[0]?.definition).toBe(
    `select "post_id", "ownName", count(*) as "postId" from "public"."likes" group by "likes"."post_id"`,
  );
});

test("in a policy's query the table's own columns carry its name", () => {
  const members = pg.pgTable("members", { id: pg.integer(), team: pg.integer() });
  const teams = pg.pgTable("teams", { id: pg.integer() }, (c) => [
    pg.pgPolicy("p", {
      using: sql`exists (select 1 from ${members} where ${members.team} = ${c.id})`,
    }),
  ]);
  expect(describeTable(teams).policies[0]?.using).toBe(
    `exists (select 1 from "public"."members" where "members"."team" = "teams"."id")`,
  );
});

test("references to what is not exported are listed", () => {
  const users = pg.pgTable("users", { id: pg.integer() });
  const mood = pg.pgEnum("mood", ["a"]);
  const t = pg.pgTable("t", { author: pg.integer().references(() => users.id), mood: mood() });
  const models = collectModels([{ file: "schema.ts", exports: { t } }]);
  expect(danglingReferences(models, describeExports({ t }))).toEqual([
    {
      kind: "table",
      name: { schema: "public", name: "users" },
      usedBy: 'schema.ts: table "public.t", column "author"',
    },
    {
      kind: "enum",
      name: { schema: "public", name: "mood" },
      usedBy: 'schema.ts: table "public.t", column "mood"',
    },
  ]);
});
