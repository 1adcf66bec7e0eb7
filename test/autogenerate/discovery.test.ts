/** Models that are not found are told, and never taken for models that are gone. */
import { expect, test } from "vitest";
import { createRoad } from "../end-to-end/project.js";

const head = `import { integer, pgTable, pgEnum } from "drizzle-orm/pg-core";\n`;
const users = `pgTable("users", { id: integer().primaryKey() })`;
const posts = `pgTable("posts", { id: integer().primaryKey() })`;

test("models in an exported object are compared as if they stood by themselves", async () => {
  const road = await createRoad();
  road.models(`${head} export const users = ${users}; export const posts = ${posts};`);
  expect(await road.revision()).toContain('createTable("users"');
  await road.upgrade();
  road.models(
    `${head} const users = ${users}; const posts = ${posts}; export const schema = { users, posts };`,
  );
  expect(await road.check()).toEqual([]);

  // One of the two is forgotten: that is a drop, and it is said why.
  road.models(
    `${head} export const users = ${users};\nconst posts = ${posts}; export type Posts = typeof posts;`,
  );
  const proposed = await road.propose();
  expect(proposed?.notes.join("\n")).toMatch(
    /The table public\.posts is defined in \S*models\.ts:3 but not exported, so this drops it from the database\. Export it to keep it\./,
  );

  // All of them are: that is no plan.
  road.models(`${head} export const kind = pgEnum("kind", ["a"]);\nconst users = ${users};`);
  await expect(road.check()).rejects.toMatchObject({
    code: "no_tables",
    status: 2,
    message: expect.stringMatching(
      /^The model files export no table, but the database has public\.(users, public\.posts|posts, public\.users)\.\n\S*models\.ts exports kind\nThe table public\.users is defined in \S*models\.ts:3 but not exported$/,
    ),
    hint: expect.stringContaining("--empty"),
  });
});

test("a database without tables, and models that are not exported", async () => {
  const road = await createRoad({ tables: ["*", "!legacy*"] });
  road.models(`${head} const users = ${users};
    const legacy = pgTable("legacy_users", { id: integer() });
    const theirs = pgTable("theirs", { id: integer().primaryKey() });
    export const posts = pgTable("posts", { id: integer().references(() => theirs.id) });`);
  await road.connection.query("create table theirs (id integer primary key)");
  const proposed = await road.propose();
  expect(proposed?.notes).toEqual([
    expect.stringMatching(
      /^The table public\.users is defined in \S*models\.ts:2 but not exported, so it is not compared\. Export it if it is a model\.$/,
    ),
  ]);
});
