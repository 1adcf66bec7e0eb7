/** Indexes that are built concurrently: a build that fails leaves nothing half done. */
import { basename } from "node:path";
import { expect, test } from "vitest";
import { createRevision } from "../../src/autogenerate/revision.js";
import { header } from "./header.js";
import { runStubbornly } from "./interruptions.js";
import { createRoad, type Road } from "./project.js";
import { upgrade } from "../support/runs.js";

const before = `${header}
  export const people = pgTable("people", { id: integer().primaryKey(), email: text() });
  export const notes = pgTable("notes", { id: integer().primaryKey(), email: text() });`;

async function roadAt(models: string): Promise<Road> {
  const road = await createRoad();
  road.models(models);
  await road.revision();
  await road.upgrade();
  return road;
}

async function versions(road: Road): Promise<readonly unknown[]> {
  return (await road.connection.query("select version_num from gen_version")).map(
    (row) => row["version_num"],
  );
}

const columnsOf = `select attname::text as name from pg_attribute
  where attrelid = 'people'::regclass and attnum > 0 and not attisdropped order by attnum`;

test("stand in a revision of their own, and what needs them in the next", async () => {
  const road = await roadAt(before);
  const was = await road.catalog();
  road.models(`${header}
    export const people = pgTable("people", { id: integer().primaryKey(), email: text(), name: text() },
      (t) => [uniqueIndex("people_email").on(t.email).concurrently(), index("people_id").on(t.id).concurrently()]);
    export const notes = pgTable("notes", { id: integer().primaryKey(), email: text().references(() => people.email) });`);
  const text = (await road.revision()) ?? "";
  const parts = text.split("* Revision ID").slice(1);
  expect(parts).toHaveLength(3);
  expect(text.match(/^ \* change.*$/gm)).toEqual([
    " * change",
    " * change (concurrent indexes)",
    " * change",
  ]);
  expect(parts.map((part) => part.match(/op\.\w+/g))).toEqual([
    ["op.addColumn", "op.dropColumn"],
    [
      "op.autocommit",
      "op.createIndex",
      "op.createIndex",
      "op.autocommit",
      "op.dropIndex",
      "op.dropIndex",
    ],
    ["op.createForeignKey", "op.dropConstraint"],
  ]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("-3");
  expect(await road.catalog()).toEqual(was);
});

test("a build that fails keeps the revision before it, and the next attempt goes on from there", async () => {
  const road = await roadAt(before);
  await road.connection.query("insert into people values (1, 'a'), (2, 'a')");
  road.models(`${header}
    export const people = pgTable("people", { id: integer().primaryKey(), email: text(), name: text() },
      (t) => [index("people_name").on(t.name).concurrently(), uniqueIndex("people_email").on(t.email).concurrently()]);
    export const notes = pgTable("notes", { id: integer().primaryKey(), email: text() });`);
  await road.revision();
  const [base] = await versions(road);
  await expect(road.upgrade()).rejects.toThrow(/could not create unique index/);
  const [reached] = await versions(road);
  expect(reached).not.toBe(base);
  expect(await road.connection.query(columnsOf)).toHaveLength(3);
  await road.connection.query("delete from people where id = 2");
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("an index of another definition that has the name is not taken for the one that is wanted", async () => {
  const road = await roadAt(before);
  road.models(
    before.replace(
      "email: text() });",
      "email: text() }, (t) => [index('Odd USING \"name').on(t.email).concurrently()]);",
    ),
  );
  await road.revision();
  await road.connection.query(`create index "Odd USING ""name" on people (id)`);
  await expect(road.upgrade()).rejects.toThrow(/already exists/);
  await road.connection.query(`drop index "Odd USING ""name"`);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("enum values that follow a rename are committed with it, before they are used", async () => {
  const road = await roadAt(`${header}
    export const mood = pgEnum("mood", ["ok"]);
    export const people = pgTable("people", { id: integer(), mood: mood().default("ok") });`);
  const was = await road.catalog();
  road.models(`${header}
    export const mood = pgEnum("state", ["ok", "fine"]);
    export const people = pgTable("people", { id: integer(), mood: mood().default("fine") });`);
  const text = (await road.revision("enum:mood=state")) ?? "";
  expect(text).not.toContain("op.autocommit");
  expect(text).toContain(" * change (enum values)\n");
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("-2");
  expect(await road.catalog()).toEqual(was);
});

test("enum values that open a file, and drops of two indexes, survive being cut off anywhere", async () => {
  const road = await roadAt(`${header}
    export const mood = pgEnum("mood", ["ok"]);
    export const people = pgTable("people", { id: integer(), mood: mood() });`);
  const was = await road.catalog();
  const [start] = (await versions(road)).map(String);
  road.models(`${header}
    export const mood = pgEnum("mood", ["so so", "ok", "it's"]);
    export const people = pgTable("people", { id: integer(), mood: mood().default("it's") }, (t) => [
      index("people id").on(t.id).concurrently(), index("mood").on(t.mood).where(sql\`mood = 'so so'\`).concurrently()]);`);
  const text = (await road.revision()) ?? "";
  expect(text.match(/op\.autocommit/g)).toHaveLength(3);
  await runStubbornly(road, "upgrade", "head");
  expect(await road.check()).toEqual([]);
  await runStubbornly(road, "downgrade", start ?? "");
  expect(await road.catalog()).toEqual(was);
});

test("dropping an index that is not there is told, and fails where no attempt can have been before", async () => {
  const road = await roadAt(before);
  road.models(before.replace("email: text() });", "email: text(), name: text() });"));
  await road.revision();
  road.edit((text) =>
    text.replace(
      /(function upgrade\(op: Op\) \{\n)/,
      '$1  await op.autocommit((op) => op.dropIndex("no such", { concurrently: true }));\n',
    ),
  );
  const { config, graph } = road.input();
  const notices: string[] = [];
  const onNotice = (text: string): void => void notices.push(text);
  const run = { config, graph, connection: road.connection, target: "head", onNotice };
  await expect(upgrade({ ...run, isScratch: true })).rejects.toThrow('"no such" does not exist');
  await upgrade(run);
  expect(notices).toEqual([
    "Index public.no such does not exist, so nothing was dropped: an earlier attempt dropped it, or its name in the migration is wrong.",
  ]);
});

test("an index of a partitioned table is built plainly, for PostgreSQL builds none concurrently", async () => {
  const road = await roadAt(before);
  await road.connection.batch(
    "create table parts (id int, a int) partition by range (id); create table p1 partition of parts for values from (0) to (9)",
  );
  road.models(`${before}
    export const parts = pgTable("parts", { id: integer(), a: integer() }, (t) => [index("parts_a").on(t.a).concurrently()]);`);
  expect(await road.revision()).not.toContain("concurrently");
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});

test("files of one change whose names would be the same are numbered", async () => {
  const road = await createRoad({ fileTemplate: "{{slug}}" });
  road.models(before);
  await createRevision({ ...road.input(), message: "first" });
  await road.upgrade();
  road.models(`${before.replace("text() });", 'text() }, (t) => [uniqueIndex("u").on(t.email).concurrently()]);').replace("email: text() });", "email: text().references(() => people.email) });")}
    export const more = pgTable("more", { id: integer() });`);
  const created = await createRevision({ ...road.input(), message: "change" });
  expect(created?.revisions.map(({ path }) => basename(path))).toEqual([
    "change.ts",
    "change_concurrent_index.ts",
    "change_2.ts",
  ]);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
});
