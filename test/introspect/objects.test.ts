import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import { completeSequenceOptions } from "../../src/schema/sequences.js";
import { administer, createDatabase } from "../support/database.js";
import { introspectedDdl, publicScope, tableOf, viewOf } from "./support.js";

test("schemas, with their comments but PostgreSQL's own", async () => {
  const found = await introspectedDdl(
    `create schema "My Schema"; create schema other; create schema unasked;
     comment on schema "My Schema" is 'mine'`,
    { schemas: ["public", "other", "My Schema", "absent", "pg_catalog", "information_schema"] },
  );
  expect(found.schema.namespaces).toEqual([
    { name: "My Schema", comment: "mine" },
    { name: "other" },
    { name: "public" },
  ]);
  expect(found.schema.tables).toEqual([]);
  expect(found.schema.views).toEqual([]);
});

test("enums have their values in order", async () => {
  const found = await introspectedDdl(`
    create type status as enum ('new', 'it''s', '🚀', '');
    alter type status add value 'first' before 'new';
    create type empty as enum ();
    comment on type status is 'why'`);
  expect(found.schema.enums).toEqual([
    { schema: "public", name: "empty", values: [] },
    {
      schema: "public",
      name: "status",
      values: ["first", "new", "it's", "🚀", ""],
      comment: "why",
    },
  ]);
});

test("sequences have every option", async () => {
  const found = await introspectedDdl(`
    create sequence plain; create sequence "Down" as smallint increment -3 cycle cache 5;
    comment on sequence plain is 'why'`);
  expect(found.schema.sequences).toEqual([
    {
      schema: "public",
      name: "Down",
      type: "smallint",
      options: completeSequenceOptions({ increment: "-3", cycle: true, cache: "5" }, "smallint"),
    },
    {
      schema: "public",
      name: "plain",
      type: "bigint",
      options: completeSequenceOptions({}, "bigint"),
      comment: "why",
    },
  ]);
});

test("tables have comments and row security", async () => {
  const found = await introspectedDdl(`
    create table "a b" (); create table c (); alter table c enable row level security;
    comment on table "a b" is 'why'`);
  const empty = {
    columns: [],
    uniqueConstraints: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    policies: [],
  };
  expect(found.schema.tables).toEqual([
    { schema: "public", name: "a b", ...empty, rowSecurity: false, comment: "why" },
    { schema: "public", name: "c", ...empty, rowSecurity: true },
  ]);
});

describe("views", () => {
  test("have PostgreSQL's text, their options and what they read", async () => {
    const found = await introspectedDdl(`
      create table t (a int, b text);
      create view v with (security_barrier) as select a from t where b <> ';';
      create view "W w" with (check_option = local) as select a from v where a > 1;
      comment on view v is 'why'`);
    const { definition, ...v } = viewOf(found, "v");
    expect(definition).toMatch(/^SELECT (t\.)?a\n {3}FROM public\.t\n {2}WHERE .*';'::text\)?$/);
    expect(v).toEqual({
      schema: "public",
      name: "v",
      materialized: false,
      with: { security_barrier: "true" },
      dependsOn: [{ schema: "public", name: "t" }],
      comment: "why",
    });
    const w = viewOf(found, "W w");
    expect(w.with).toEqual({ check_option: "local" });
    expect(w.dependsOn).toEqual([{ schema: "public", name: "v" }]);
  });

  test("can be materialized", async () => {
    const found = await introspectedDdl(`
      create table t (a int);
      create materialized view m with (fillfactor = 80) as select a from t;
      create materialized view n as select a from m with no data;
      create unique index on m (a)`);
    const { definition: _, extras, ...m } = viewOf(found, "m");
    expect(extras).toMatchObject([{ kind: "materializedIndex", name: "m_a_idx" }]);
    expect(m).toEqual({
      schema: "public",
      name: "m",
      materialized: true,
      with: { fillfactor: "80" },
      dependsOn: [{ schema: "public", name: "t" }],
    });
    const n = viewOf(found, "n");
    expect(n.withNoData).toBe(true);
    expect(n.dependsOn).toEqual([{ schema: "public", name: "m" }]);
  });
});

test("policies, and the roles that they name", async () => {
  const suffix = randomBytes(6).toString("hex");
  const [a, b, c, d] = ["A", "b", "c", "d"].map((letter) => `gen_test_${letter}_${suffix}`);
  const database = await createDatabase();
  for (const name of [a, b, c, d]) await administer(`create role "${name}" createdb noinherit`);
  try {
    await database.connection.batch(`create table t (a int, owner name); create table u (a int);
      create policy p1 on t as restrictive for update to "${b}", "${a}"
        using (owner = current_user) with check (a > 0);
      create policy p2 on t;
      create policy p3 on t for insert with check (exists (select from u where u.a = t.a));
      create policy hidden on u to "${d}";
      comment on policy p2 on t is 'why'`);
    const scope = { ...publicScope, roles: [String(c), "gen_test_absent"], tables: ["t"] };
    const found = await introspect(database.connection, scope);
    expect(tableOf(found, "t").policies).toEqual([
      {
        name: "p1",
        as: "restrictive",
        for: "update",
        to: [a, b],
        using: "(owner = CURRENT_USER)",
        withCheck: "(a > 0)",
      },
      { name: "p2", as: "permissive", for: "all", to: ["public"], comment: "why" },
      {
        name: "p3",
        as: "permissive",
        for: "insert",
        to: ["public"],
        withCheck: expect.stringContaining("FROM public.u"),
      },
    ]);
    const role = { createDb: true, createRole: false, inherit: false };
    expect(found.schema.roles).toEqual([a, b, c].map((name) => ({ name, ...role })));
  } finally {
    await database.drop();
    for (const name of [a, b, c, d]) await administer(`drop role if exists "${name}"`);
  }
});
