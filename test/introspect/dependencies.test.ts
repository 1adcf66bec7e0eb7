import { expect, test } from "vitest";
import type { Dependency } from "../../src/schema/object-ref.js";
import { introspectedDdl } from "./support.js";

function printed({ dependent, on }: Dependency): string {
  const text = (object: Dependency["dependent"]): string =>
    [object.kind, [object.schema, object.table, object.name].filter(Boolean).join(".")].join(" ");
  return `${text(dependent)} -> ${text(on)}`;
}

test("everything that PostgreSQL would refuse to change, and why", async () => {
  const found = await introspectedDdl(
    `create type mood as enum ('a'); create sequence q; create schema hidden;
     create table t (id int primary key, a int default nextval('q'),
       g int generated always as (a * 2) stored, m mood, ms mood[], s serial, u int);
     create unique index t_u on t (u);
     create table r (t int constraint r_t references t, u int constraint r_u references t (u));
     create view v as select a, m from t;
     create materialized view hidden.w as select count(*) from v;
     create view grouped as select u from t group by id;
     create policy p on t using (a > (select max(u) from r));
     create function f(x mood) returns int language sql as 'select 1';
     create function g() returns trigger language plpgsql as 'begin return new; end';
     create trigger changed before update of a on t for each row execute function g();
     create rule log as on insert to r do also update t set u = new.u;
     create trigger instead instead of insert on v for each row
       execute function g()`,
  );
  expect(found.dependencies.map(printed).sort()).toEqual([
    "column public.t.a -> sequence public.q",
    "column public.t.g -> column public.t.a",
    "column public.t.m -> enum public.mood",
    "column public.t.ms -> enum public.mood",
    "column public.t.s -> sequence public.t_s_seq",
    "foreignKey public.r.r_t -> column public.t.id",
    "foreignKey public.r.r_t -> primaryKey public.t.t_pkey",
    "foreignKey public.r.r_u -> column public.t.u",
    "foreignKey public.r.r_u -> index public.t.t_u",
    "function public.f -> enum public.mood",
    "materializedView hidden.w -> view public.v",
    "policy public.t.p -> column public.r.u",
    "policy public.t.p -> column public.t.a",
    "rule public.r.log -> column public.t.u",
    "trigger public.t.changed -> column public.t.a",
    "view public.grouped -> column public.t.id",
    "view public.grouped -> column public.t.u",
    "view public.grouped -> primaryKey public.t.t_pkey",
    "view public.v -> column public.t.a",
    "view public.v -> column public.t.m",
    "view public.v -> enum public.mood",
  ]);
});
