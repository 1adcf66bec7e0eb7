/** Replays have what migrations expect of an administrator or a platform. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkReplayed } from "../../src/autogenerate/check.js";
import { createRevision } from "../../src/autogenerate/revision.js";
import { findDrift } from "../../src/autogenerate/diff/diff.js";
import { createdIn } from "../../src/autogenerate/created.js";
import { openConnection } from "../../src/database/open.js";
import { header } from "../end-to-end/header.js";
import { createRoad, type Road } from "../end-to-end/project.js";

const platform = `
  create schema "Platform"; create schema extensions;
  create extension citext schema extensions;
  create type "Platform".level as enum ('a', 'b');
  create domain "Platform".code as text check (value <> '');
  create table "Platform"."Users" (id int primary key, level "Platform".level, code "Platform".code, secret text);
  create function "Platform".uid() returns int language sql stable as 'select 1';
  create table legacy (id int primary key);`;

const models = `${header}
  const platform = pgSchema("Platform");
  const users = platform.table("Users", { id: integer().primaryKey() });
  const legacy = pgTable("legacy", { id: integer().primaryKey() });
  const citext = customType({ dataType: () => "extensions.citext" });
  export const notes = pgTable("notes", {
    id: integer().primaryKey(),
    title: citext().notNull(),
    author: integer().references(() => users.id),
    old: integer().references(() => legacy.id),
  }, (t) => [pgPolicy("own", { using: sql\`"Platform".uid() = \${t.author}\` })]);`;

async function roadWith(text: string): Promise<Road> {
  const road = await createRoad();
  await road.connection.batch(platform);
  road.models(text);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  return road;
}

test("extensions, and tables, types and functions of others, come from the database at hand", async () => {
  const road = await roadWith(models);
  const notes: string[] = [];
  const input = { ...road.input(), onNote: (note: string) => void notes.push(note) };
  expect((await checkReplayed(input)).operations).toEqual([]);
  expect(notes.join("\n")).toContain("No migration creates");
  expect(notes.join("\n")).toContain('table "Platform"."Users"');
  expect((await findDrift({ ...input, open: openConnection })).upgrade).toEqual([]);
  road.models(models.replace("title: citext().notNull()", "title: citext()"));
  const created = await createRevision({ ...input, message: "replayed", replay: true });
  expect(created?.operations.map(({ kind }) => kind)).toEqual(["alterColumn"]);
  expect(created?.proof).toMatchObject({ differences: [] });
});

test("migrations in the wrong order fail where they are wrong", async () => {
  const road = await roadWith(models);
  road.models(`${models} export const extra = pgTable("extra", { id: integer() });`);
  await road.revision();
  await road.upgrade();
  const [first] = road.input().graph.bases();
  if (first === undefined) throw new Error("no migration");
  writeFileSync(
    first.path,
    readFileSync(first.path, "utf8").replace(
      /(upgrade\(op: Op\) \{\n)/,
      '$1  await op.execute("alter table extra add column early int");\n',
    ),
  );
  await expect(checkReplayed(road.input())).rejects.toThrow(/relation "extra" does not exist/);
});

test.each([
  ['await op.createTable("users", {', true],
  ['await op\n  .createEnum({ schema: "auth", name: "users" }, [])', true],
  ['await op.renameTable({ schema: "auth", name: "people" }, "users");', true],
  ['await op.execute("CREATE TABLE IF NOT EXISTS auth.users (id int)")', true],
  ['op.execute(`create or replace function auth."users"() returns int`)', true],
  ['op.execute("alter table people rename to users")', true],
  [
    'op.createForeignKey("fk", "notes", ["author"], { schema: "auth", name: "users" }, ["id"])',
    false,
  ],
  ['op.createTable("notes", { id: integer() }); op.execute("select from users")', false],
  ['op.execute("create view v as select * from users")', false],
  ['op.execute("create index i on users (id)")', false],
])("what migrations create is read from %s", (text, expected) => {
  expect(createdIn([text]).mayHave("users")).toBe(expected);
});

test.each([
  ['await op.createTable("users", {', "auth", false],
  ['await op.createTable({ schema: "app", name: "users" }, {', "auth", false],
  ['await op.createTable({ name: "users", schema: "auth" }, {', "auth", true],
  ["await op.createTable({ schema, name: 'users' }, {", "auth", true],
  ['op.execute("CREATE TABLE users (id int)")', "auth", false],
  ['op.execute("CREATE TABLE \\"app\\".\\"users\\" (id int)")', "auth", false],
  ['op.execute("CREATE TABLE \\"auth\\".\\"users\\" (id int)")', "auth", true],
  ['op.execute("SET search_path = auth; CREATE TABLE users (id int)")', "auth", true],
])("of what migrations create the schema is read, too: %s", (text, schema, expected) => {
  expect(createdIn([text]).mayHave("users", schema)).toBe(expected);
});

test("what others have under the same names in other schemas, however odd, is copied", async () => {
  const road = await createRoad();
  await road.connection.batch(`
    create schema auth; create table auth.users (id int primary key); create type auth.role as enum ('x');
    create schema "pl at"; create table "pl at"."we""ird-'x (" (id int primary key);
    create schema "émoji🚗"; create domain "émoji🚗"."dom 🚗" as int check (value > 0)`);
  road.models(`${header}
    const auth = pgSchema("auth").table("users", { id: integer().primaryKey() });
    const odd = pgSchema("pl at").table("we\\"ird-'x (", { id: integer().primaryKey() });
    const authRole = customType({ dataType: () => "auth.role" });
    const domain = customType({ dataType: () => '"émoji🚗"."dom 🚗"' });
    export const role = pgEnum("role", ["a"]);
    export const users = pgTable("users", {
      id: integer().primaryKey().references(() => auth.id), odd: integer().references(() => odd.id),
      role: role(), other: authRole(), d: domain() });`);
  await road.revision();
  await road.upgrade();
  const input = road.input();
  expect((await checkReplayed(input)).operations).toEqual([]);
  expect((await findDrift({ ...input, open: openConnection })).upgrade).toEqual([]);
});
