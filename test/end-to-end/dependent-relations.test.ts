/** What is not the models' concern but stands in the way of a change is put back as it was. */
import { expect, test } from "vitest";
import { header } from "./header.js";
import { createRoad, type Road } from "./project.js";

const table = (type: string): string =>
  `${header}export const t = pgTable("t", { id: integer().primaryKey(), a: ${type} });`;

async function walk(road: Road, from: string, setup: string, to: string): Promise<string> {
  road.models(from);
  await road.revision();
  await road.upgrade();
  await road.connection.batch(setup);
  expect(await road.check()).toEqual([]);
  const before = await road.catalog();
  road.models(to);
  const file = (await road.revision()) ?? "";
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  return file;
}

test("views that the configuration excludes, with views on them", async () => {
  const road = await createRoad({ tables: ["*", "!report_*"] });
  const setup = `
    create view report_a as select id, a from t;
    create view report_b as select a from report_a where a > 0;
    create materialized view report_c as select a from report_b;
    create unique index report_i on report_c (a);
    comment on view report_a is 'kept';
    grant select on report_b to public;
  `;
  const file = await walk(road, table("integer()"), setup, table("bigint({ mode: 'number' })"));
  expect(file).toContain("report_c");
});

test("views of a schema that is somebody else's", async () => {
  const road = await createRoad();
  const setup = `
    create schema "Their's";
    create view "Their's".v as select id, a from public.t;
    create view "Their's"."W w" as select a from "Their's".v;
    create table "Their's".untouched (id integer);
  `;
  await walk(road, table("integer()"), setup, table("bigint({ mode: 'number' })"));
});

test("a view that the models only speak of", async () => {
  const road = await createRoad();
  const view = `\nexport const v = pgView("v", { id: integer() }).existing();`;
  const setup = `create view v as select id, a from t;`;
  await walk(road, table("integer()") + view, setup, table("bigint({ mode: 'number' })") + view);
});

test("a policy on a table that is left out", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  const setup = `
    create table their_table (id integer, b integer default 3);
    alter table their_table enable row level security;
    create policy p on their_table using (exists (select from t where t.a = b));
  `;
  await walk(road, table("integer()"), setup, table("bigint({ mode: 'number' })"));
});

test("an enum on a table that is left out", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  const models = (values: string): string =>
    `${header}export const mood = pgEnum("mood", [${values}]); export const t = pgTable("t", { m: mood() });`;
  const setup = `
    create table their_table (id integer, m mood default 'a', ms mood[]);
    insert into their_table values (1, 'b', '{a,b}');
    create view their_view as select m from their_table where m = 'a';
  `;
  await walk(road, models('"a", "b", "c"'), setup, models('"b", "a"'));
  expect(await road.connection.query("select id, m::text, ms::text from their_table")).toEqual([
    { id: 1, m: "b", ms: "{a,b}" },
  ]);
});

test("a foreign key of a table that is left out", async () => {
  const road = await createRoad({ tables: ["*", "!their_*"] });
  const models = (key: string): string =>
    `${header}export const t = pgTable("t", { id: integer().notNull() }, (x) => [${key}]);`;
  const setup = `create table their_table (t integer references t (id) on delete cascade);`;
  await walk(
    road,
    models(`primaryKey({ columns: [x.id] })`),
    setup,
    models(`unique("u").on(x.id)`),
  );
});

test("what stands on something that goes is said, and does not come back by itself", async () => {
  const road = await createRoad({ tables: ["*", "!report_*"] });
  road.models(table("integer()"));
  await road.revision();
  await road.upgrade();
  await road.connection.batch("create view report_a as select a from t");
  road.models(`${header}export const t = pgTable("t", { id: integer().primaryKey() });`);
  const { differences, notes } = (await road.propose()) ?? {};
  expect(notes).toEqual([
    expect.stringMatching(
      /^The view public\.report_a uses a table or column that this migration drops/,
    ),
  ]);
  expect(differences).toMatchObject([{ direction: "upgrade" }]);
});
