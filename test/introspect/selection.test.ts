import { describe, expect, test } from "vitest";
import { tableMatcher } from "../../src/introspect/selection.js";
import type { SchemaObject } from "../../src/schema/object-ref.js";
import { introspectedDdl, tableOf } from "./support.js";

describe("table patterns", () => {
  const cases: readonly (readonly [
    patterns: readonly string[],
    schema: string,
    name: string,
    matches: boolean,
  ])[] = [
    [[], "public", "users", true],
    [["*"], "public", "users", true],
    [["*", "!spatial_ref_sys"], "public", "spatial_ref_sys", false],
    [["*", "!spatial_ref_sys"], "public", "spatial", true],
    [["!legacy_*"], "public", "users", true],
    [["!legacy_*"], "public", "legacy_users", false],
    [["app_*", "shop_*"], "public", "shop_orders", true],
    [["app_*"], "public", "users", false],
    [["audit.*"], "audit", "log", true],
    [["audit.*"], "public", "log", false],
    [["*", "!audit.*"], "audit", "log", false],
    [["*", "!audit.*"], "public", "audit", true],
    [["*"], "public", ".", true],
    [["a*"], "public", "a/b", true],
    [["a/*"], "public", "a/b", true],
    [["?sers"], "public", "users", true],
    [["{users,cars}"], "public", "cars", true],
    [["*"], "public", "Ünï 🚀\nx", true],
    [["U*"], "public", "users", false],
    [["public..x"], "public", ".x", true],
  ];

  test.each(cases)("%j: %s.%s is %s", (patterns, schema, name, matches) => {
    expect(tableMatcher(patterns)({ schema, name })).toBe(matches);
  });

  test("choose tables and views, not what tables use", async () => {
    const found = await introspectedDdl(
      `create type mood as enum ('a'); create sequence q; create table app_t (a int);
       create table other (id serial, e int generated always as identity);
       create view app_v as select 1 as one; create view v as select 1 as one`,
      { tables: ["app_*"] },
    );
    expect(found.schema.tables.map((table) => table.name)).toEqual(["app_t"]);
    expect(found.schema.views.map((view) => view.name)).toEqual(["app_v"]);
    expect(found.schema.enums).toHaveLength(1);
    expect(found.schema.sequences.map((sequence) => sequence.name)).toEqual(["q"]);
  });
});

test("the tool's own tables are left out, and only they", async () => {
  const found = await introspectedDdl(
    `create schema ops; create table ops.version (n text); create table ops.gen_run (id serial);
     create table public.gen_run (a int); create table public.version (a int);
     create table ops.generations (a int)`,
    { schemas: ["public", "ops"], versionTable: { schema: "ops", name: "version" } },
  );
  const names = found.schema.tables.map(({ schema, name }) => `${schema}.${name}`);
  expect(names).toEqual(["ops.generations", "public.gen_run", "public.version"]);
  expect(found.schema.sequences).toEqual([]);
});

test("what an extension owns is left out", async () => {
  const found = await introspectedDdl(
    `create type kind as enum ('a'); create table theirs (id serial, k kind);
     create view their_view as select 1 as one; create sequence their_sequence;
     create schema their_schema; create table their_schema.ours (k kind, l kind[]);
     alter extension plpgsql add type kind; alter extension plpgsql add table theirs;
     alter extension plpgsql add view their_view; alter extension plpgsql add schema their_schema;
     alter extension plpgsql add sequence their_sequence`,
    { schemas: ["public", "their_schema"] },
  );
  expect(found.schema.namespaces.map(({ name }) => name)).toEqual(["public"]);
  expect(found.schema.enums).toEqual([]);
  expect(found.schema.sequences).toEqual([]);
  expect(found.schema.views).toEqual([]);
  expect(found.schema.tables.map((table) => table.name)).toEqual(["ours"]);
  expect(tableOf(found, "ours").columns.map((column) => column.type)).toEqual([
    { sql: "public.kind" },
    { sql: "public.kind[]" },
  ]);
});

test("include is asked for every kind of object and has the last word", async () => {
  const asked: SchemaObject[] = [];
  const found = await introspectedDdl(
    `create schema closed; create table closed.t (a int);
     create type e as enum ('a'); create sequence s; create table hidden (a int);
     create table t (a int primary key, b int unique, c int check (c > 0), d int references t);
     create index i on t (c); create policy p on t;
     create view v as select 1 as one; create materialized view m as select 1 as one`,
    {
      schemas: ["public", "closed"],
      include: (object) => {
        asked.push(object);
        return !["hidden", "closed", "c", "t_b_key"].includes(object.name);
      },
    },
  );
  expect(found.schema.namespaces).toEqual([{ name: "public" }]);
  expect(found.schema.tables.map((table) => table.name)).toEqual(["t"]);
  const table = tableOf(found, "t");
  expect(table.columns.map((column) => column.name)).toEqual(["a", "b", "d"]);
  expect(table.uniqueConstraints).toEqual([]);
  expect(table.indexes[0]?.keys[0]?.column).toBe("c");
  const questions = asked.map(({ kind, schema, table: of, name }) =>
    [kind, schema, of, name].filter((part) => part !== undefined).join(" "),
  );
  expect(questions.sort()).toEqual([
    "check public t t_c_check",
    "column public t a",
    "column public t b",
    "column public t c",
    "column public t d",
    "enum public e",
    "foreignKey public t t_d_fkey",
    "index public t i",
    "materializedView public m",
    "policy public t p",
    "primaryKey public t t_pkey",
    "schema closed",
    "schema public",
    "sequence public s",
    "table public hidden",
    "table public t",
    "uniqueConstraint public t t_b_key",
    "view public v",
  ]);
});
