import { expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import { createDatabase } from "../support/database.js";
import { introspectedDdl, publicScope, since, tableOf } from "./support.js";

test("nothing to say about ordinary things", async () => {
  const found = await introspectedDdl(`
    create table t (id serial primary key, a text unique check (a <> ''));
    create view v as select a from t; create index on t (lower(a))`);
  expect(found.notes).toEqual([]);
});

test("tables that Drizzle has no words for are described, marked and reported once", async () => {
  const found = await introspectedDdl(`
    create table events (id int not null, at date not null, primary key (id, at))
      partition by range (at);
    create index events_at on events (at);
    create table events_1 partition of events for values from ('2020-01-01') to ('2021-01-01');
    create table events_2 partition of events default partition by list (id);
    create table events_2_1 partition of events_2 for values in (1);
    create table lonely (id int) partition by list (id);
    create table parent (a int constraint positive check (a > 0));
    create table child (b int, constraint own check (b > 0)) inherits (parent);
    create foreign data wrapper nothing; create server nowhere foreign data wrapper nothing;
    create foreign table far (a int) server nowhere`);
  expect(found.schema.tables.map(({ name, special }) => [name, special])).toEqual([
    ["child", "inherited"],
    ["events", "partitioned"],
    ["far", "foreign"],
    ["lonely", "partitioned"],
    ["parent", undefined],
  ]);
  expect(tableOf(found, "events").indexes.map((index) => index.name)).toEqual(["events_at"]);
  const child = tableOf(found, "child");
  expect(child.columns.map((column) => column.name)).toEqual(["a", "b"]);
  expect(child.checks.map((check) => check.name)).toEqual(["own"]);
  expect(found.notes.map(({ kind, object }) => [kind, object])).toEqual([
    ["inheritedTable", "public.child"],
    ["partitionedTable", "public.events"],
    ["foreignTable", "public.far"],
    ["partitionedTable", "public.lonely"],
  ]);
  expect(found.notes[1]?.message).toBe(
    "public.events is partitioned (2 partitions); its partitions are not changed.",
  );
});

test("exclusion constraints and rules are left and reported", async () => {
  const found = await introspectedDdl(
    `create table t (r int4range, constraint apart exclude using gist (r with &&));
     create table hidden (r int4range, exclude using gist (r with &&));
     create rule quiet as on delete to t do instead nothing;
     create view v as select 1 as one; create rule r as on insert to v do instead nothing`,
    { tables: ["t", "v"] },
  );
  const table = tableOf(found, "t");
  expect([table.indexes, table.checks, table.uniqueConstraints]).toEqual([[], [], []]);
  expect(found.notes.map(({ kind, object }) => [kind, object])).toEqual([
    ["exclusionConstraint", "public.t.apart"],
    ["rule", "public.t.quiet"],
    ["rule", "public.v.r"],
  ]);
});

test("an index that failed to build is described and reported", async () => {
  const { connection } = await createDatabase();
  await connection.batch("create table t (a int); insert into t values (1), (1)");
  const failed = connection.query("create unique index concurrently broken on t (a)");
  await expect(failed).rejects.toMatchObject({ sqlState: "23505" });
  const found = await introspect(connection, publicScope);
  expect(tableOf(found, "t").indexes.map((index) => index.name)).toEqual(["broken"]);
  expect(found.notes.map(({ kind, object }) => [kind, object])).toEqual([
    ["invalidIndex", "public.broken"],
  ]);
});

// ON DELETE SET NULL takes columns since PostgreSQL 15.
test.each(since(15))("a foreign key that sets some of its columns is reported (%s)", async () => {
  const found = await introspectedDdl(`
    create table p (a int, b int, primary key (a, b));
    create table t (a int, b int, constraint f foreign key (a, b) references p
      on delete set null (b))`);
  expect(tableOf(found, "t").foreignKeys[0]?.onDelete).toBe("set null");
  expect(found.notes.map(({ kind, object }) => [kind, object])).toEqual([
    ["partialSetNull", "public.t.f"],
  ]);
});

// Not before PostgreSQL 18.
test.each(since(18))("constraints over time and without force are reported (%s)", async () => {
  const found = await introspectedDdl(`
    create table t (a int not null, b int, r int4range, at daterange,
      constraint k unique (r, at without overlaps),
      constraint c check (b > 0) not enforced,
      g int generated always as (a * 2) virtual)`);
  const table = tableOf(found, "t");
  expect(table.columns.at(-1)?.generated).toEqual({ expression: "(a * 2)", stored: false });
  expect(table.checks[0]).toMatchObject({ name: "c", notValid: true });
  expect(found.notes.map(({ kind, object }) => [kind, object])).toEqual([
    ["notEnforcedConstraint", "public.t.c"],
    ["temporalConstraint", "public.t.k"],
  ]);
});
