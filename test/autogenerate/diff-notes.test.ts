/** What two databases differ in and `gen diff` does not change, it says. */
import { expect, test } from "vitest";
import { compareDatabases } from "../../src/autogenerate/diff/databases.js";
import { createDatabase } from "../support/database.js";

const both = `create schema s; create table t (id int primary key, a text, b int);
  create table l (id int); create table k (id int); create index bad on k (id);
  update pg_index set indisvalid = false where indexrelid = 'bad'::regclass; create sequence q;
  create view v as select id from t; create type mood as enum ('a');
  create function f() returns trigger language plpgsql as 'begin return new; end';`;

const first = `create publication p for table t; create trigger h before delete on t for each row execute function f();
  create function g(i int) returns int language sql as 'select i'; create domain d as int;
  create domain e as int; alter domain e add constraint c check (value > 0) not valid;
  create type c as (x int); create extension citext;`;

const second = `create function only_here() returns trigger language plpgsql as 'begin return new; end';
  create trigger g before update on t for each row execute function only_here();
  create trigger h before delete on t for each row execute function only_here();
  create function g(i int) returns int language sql as 'select i + 1'; create domain d as int not null;
  create domain e as int constraint c check (value > 0);
  create type c as (x int, y int); grant select on t, v, k to public; grant usage on schema s to public;`;

test("attributes, objects and rights that are not compared", async () => {
  const [a, b] = [await createDatabase(), await createDatabase()];
  await a.connection.batch(both + first);
  await b.connection.batch(both + second);
  const scope = {
    schemas: ["public", "s"],
    versionTable: { schema: "public", name: "gen_version" },
  };
  const found = await compareDatabases(a.connection, b.connection, scope);
  expect(found.upgrade).toEqual([]);
  expect(found.notes.toSorted()).toMatchInlineSnapshot(`
    [
      "Different but not compared: owners and privileges of s, public.k, public.t, public.v.",
      "Different or only on one side, but not compared: domain public.d, public.e.",
      "Different or only on one side, but not compared: extension citext.",
      "Different or only on one side, but not compared: function public.g(i integer), public.only_here().",
      "Different or only on one side, but not compared: type public.c.",
      "Not compared, and only the first has it: ALTER PUBLICATION "p" ADD TABLE ONLY "public"."t"",
      "Not compared, and only the first has it: CREATE TRIGGER h BEFORE DELETE ON public.t FOR EACH ROW EXECUTE FUNCTION public.f()",
      "Not compared, and only the second has it: CREATE TRIGGER g BEFORE UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.only_here()",
      "Not compared, and only the second has it: CREATE TRIGGER h BEFORE DELETE ON public.t FOR EACH ROW EXECUTE FUNCTION public.only_here()",
      "The index public.bad is invalid, probably because a concurrent build failed: REINDEX it, or drop it so that it is recreated.",
    ]
  `);
  const same = await compareDatabases(a.connection, a.connection, scope);
  expect(same.notes).toEqual([expect.stringMatching("index public.bad is invalid")]);
});

test("a trigger goes that only the first database has and that is in the way", async () => {
  const [a, b] = [await createDatabase(), await createDatabase()];
  const f = "create function f() returns trigger language plpgsql as 'begin return new; end';";
  await a.connection.batch(`${f} create table t (id int, a int);
    create trigger g after update of a on t for each row execute function f();
    create trigger h after update of id on t for each row execute function f();
    create view v as select id from t; create function of_row(v) returns int language sql as 'select 1';`);
  await b.connection.batch(`${f} create table t (id bigint);
    create trigger h after update of id on t for each row execute function f();`);
  const scope = { schemas: ["public"], versionTable: { schema: "public", name: "gen_version" } };
  const found = await compareDatabases(a.connection, b.connection, scope);
  const drop = 'DROP TRIGGER "g" ON "public"."t"';
  expect(found.upgrade).toContainEqual({ kind: "execute", sql: drop });
  expect(found.notes).toContain(
    "The function of_row blocks a change, and gen diff does not know its definition.",
  );
});
