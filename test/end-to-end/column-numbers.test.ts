/** What PostgreSQL prints in the order of columns' numbers: a column that comes back has a new one. */
import { expect, test } from "vitest";
import { compareDatabases } from "../../src/autogenerate/diff/databases.js";
import { createDatabase } from "../support/database.js";
import { header } from "./header.js";
import { createRoad } from "./project.js";

const models = (columns: string): string =>
  `${header} export const t = pgTable("t", { id: integer().primaryKey(), ${columns} });`;

test("sets of columns are the same after a column has come back", async () => {
  const road = await createRoad({ schemas: ["public"] });
  road.models(models(`a: integer(), b: integer(), "c C": text()`));
  await road.revision();
  await road.upgrade();
  await road.connection.batch(`create statistics s on a, b, "c C", (a + b) from t;
    create statistics s2 (mcv) on a, "c C" from t; alter statistics s2 set statistics 50;
    alter table t set (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off);
    alter table t alter a set (n_distinct = 5, n_distinct_inherited = 7);
    create role gen_numbers_a; create role gen_numbers_b;
    grant select (a), update (a, b) on t to gen_numbers_b; grant select (a) on t to gen_numbers_a;
    grant select on t to gen_numbers_b; grant select on t to gen_numbers_a`);
  try {
    const before = await road.catalog();
    road.models(models(`b: integer(), "c C": text()`));
    await road.revision();
    await road.upgrade();
    await road.downgrade("-1");
    expect(await road.catalog()).toEqual(before);
    expect(await road.check()).toContain("drop column public.t.a");
  } finally {
    await road.connection.batch(
      "drop owned by gen_numbers_a, gen_numbers_b; drop role gen_numbers_a, gen_numbers_b",
    );
  }
});

test("two databases differ in no order of a set", async () => {
  const [a, b] = [await createDatabase(), await createDatabase()];
  // Before 15 a publication has whole tables.
  const publish = (columns: string): string =>
    `alter publication p add table t ${a.connection.serverVersion >= 150000 ? `(${columns})` : ""};`;
  const common = `create function f() returns trigger language plpgsql as 'begin return new; end'; create publication p;`;
  await a.connection.batch(`${common} create table t (id int primary key, a int, "b B" int);
    create trigger g before update of a, "b B" on t for each row execute function f();
    create statistics s on a, "b B" from t; ${publish("id, a")}
    alter table t set (fillfactor = 70, autovacuum_enabled = off);
    alter table t alter a set (n_distinct = 5, n_distinct_inherited = 7);
    create view v with (security_barrier, check_option = local) as select a from t;
    create index i on t (a) with (fillfactor = 70, deduplicate_items = off)`);
  await b.connection.batch(`${common} create table t (id int, "b B" int, a int, primary key (id));
    create trigger g before update of "b B", a on t for each row execute function f();
    create statistics s on "b B", a from t; ${publish("a, id")}
    alter table t set (autovacuum_enabled = off, fillfactor = 70);
    alter table t alter a set (n_distinct_inherited = 7, n_distinct = 5);
    create view v with (check_option = local, security_barrier) as select a from t;
    create index i on t (a) with (deduplicate_items = off, fillfactor = 70)`);
  const { upgrade } = await compareDatabases(a.connection, b.connection, {
    schemas: ["public"],
    versionTable: { schema: "public", name: "gen_version" },
  });
  expect(upgrade).toEqual([]);
});
