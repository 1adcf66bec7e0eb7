import { expect, test } from "vitest";
import { introspect } from "../../src/introspect/introspect.js";
import { settle } from "../../src/introspect/oracle/settle.js";
import type { Schema, Table } from "../../src/schema/types.js";
import { createDatabase } from "../support/database.js";

const scope = { schemas: ["public"], versionTable: { schema: "public", name: "gen_version" } };

/** The database's own description with some texts put in a model's words. */
function inOtherWords(schema: Schema, change: (table: Table) => Table): Schema {
  return { ...schema, tables: schema.tables.map(change) };
}

async function database(ddl: string) {
  const { connection } = await createDatabase();
  await connection.batch(ddl);
  const { schema, searchPath } = await introspect(connection, scope);
  return { connection, schema, searchPath };
}

test.each([
  ["varchar IN", "status varchar(9)", "status in ('run', 'done')", `"status" IN ('run','done')`],
  ["between", "n int", "n between 1 and 5 and n <> 3", `"n" BETWEEN 1 AND 5 AND "n" != 3`],
  ["not in", "status varchar", "status not in ('a')", `NOT (status IN ('a')) OR false`, false],
  ["another value", "n int", "n > 5", "n > 6", false],
])("a check: %s", async (_, column, there, model, equal = true) => {
  const { connection, schema, searchPath } = await database(
    `create table t (${column}, constraint c check (${there}))`,
  );
  const desired = inOtherWords(schema, (table) => ({
    ...table,
    checks: [{ name: "c", expression: model }],
  }));
  const settled = await settle(connection, schema, desired, { searchPath });
  const [was] = schema.tables[0]?.checks ?? [];
  const [is] = settled.desired.tables[0]?.checks ?? [];
  expect(is?.expression).toBe(equal ? was?.expression : model);
});

test("a check that was restored from a dump is still the model's", async () => {
  const { connection, schema, searchPath } = await database(
    `create table t (status varchar, constraint c check (status in ('run', 'done')))`,
  );
  const printed = schema.tables[0]?.checks[0]?.expression ?? "";
  await connection.batch(
    `alter table t drop constraint c; alter table t add constraint c check (${printed})`,
  );
  const restored = (await introspect(connection, scope)).schema;
  expect(restored.tables[0]?.checks[0]?.expression).not.toBe(printed);
  const desired = inOtherWords(restored, (table) => ({
    ...table,
    checks: [{ name: "c", expression: "status in ('run', 'done')" }],
  }));
  const settled = await settle(connection, restored, desired, { searchPath });
  expect(settled.desired).toEqual(restored);
});

test("defaults, generated columns, index expressions, predicates, types and views", async () => {
  const { connection, schema, searchPath } = await database(`
    create type mood as enum ('ok', 'sad');
    create table t (
      a varchar(10) default 'x', m mood default 'ok', ms mood[] default array['ok']::mood[],
      at timestamptz default now(), j jsonb default '{"a": 1}',
      g text generated always as (lower(a)) stored
    );
    create index i on t (lower(a) text_pattern_ops, upper(a) desc) where a is not null and m = 'ok';
    create view v as select a, g from t where m = 'ok';
  `);
  const desired: Schema = {
    ...inOtherWords(schema, (table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        ...(column.name === "a" && { type: { sql: "VARCHAR(10)" }, default: "'x'" }),
        ...(column.name === "m" && { default: "'ok'" }),
        ...(column.name === "ms" && { default: "'{ok}'::mood[]" }),
        ...(column.name === "at" && { default: "CURRENT_TIMESTAMP" }),
        ...(column.name === "j" && { default: `'{"a":1}'` }),
        ...(column.generated && { generated: { expression: 'lower("a")', stored: true } }),
      })),
      indexes: table.indexes.map((index) => ({
        ...index,
        where: `"t"."a" IS NOT NULL AND "t"."m" = 'ok'`,
        keys: index.keys.map((part) => ({
          ...part,
          expression: part.expression?.includes("lower") ? `lower("t"."a")` : 'upper("a")',
        })),
      })),
    })),
    views: schema.views.map((view) => ({
      ...view,
      definition: `select "a", "g" from "t" where "t"."m" = 'ok'`,
    })),
  };
  const settled = await settle(connection, schema, desired, { searchPath });
  const [was] = schema.tables;
  const [is] = settled.desired.tables;
  expect(is?.indexes).toEqual(was?.indexes);
  expect(settled.desired.views).toMatchObject(schema.views);
  // `CURRENT_TIMESTAMP` and `now()` are two expressions, and `'{ok}'` and `ARRAY[…]` are.
  const differing = is?.columns.filter((one, at) => one.default !== was?.columns[at]?.default);
  expect(differing?.map((one) => one.name)).toEqual(["ms", "at"]);
  expect(is?.columns.map((one) => [one.type, one.generated])).toEqual(
    was?.columns.map((one) => [one.type, one.generated]),
  );
});

test("texts follow a renamed column", async () => {
  const { connection, schema, searchPath } = await database(
    `create table t (old int, constraint c check (old > 0)); create index i on t ((old + 1)) where old > 5`,
  );
  const renamed = (expression: string | undefined): string | undefined =>
    expression?.replaceAll("old", "new");
  const actual = inOtherWords(schema, (table) => ({
    ...table,
    columns: table.columns.map((one) => ({ ...one, name: "new" })),
  }));
  const desired = inOtherWords(actual, (table) => ({
    ...table,
    checks: [{ name: "c", expression: `"new" > 0` }],
    indexes: table.indexes.map((index) => ({
      ...index,
      where: `"t"."new" > 5`,
      keys: index.keys.map((part) => ({ ...part, expression: '"new" + 1' })),
    })),
  }));
  const settled = await settle(connection, actual, desired, {
    searchPath,
    renamed: [
      {
        from: { kind: "column", table: { schema: "public", name: "t" }, name: "old" },
        to: { kind: "column", table: { schema: "public", name: "t" }, name: "new" },
      },
    ],
  });
  expect(settled.desired).toEqual(settled.actual);
  expect(settled.actual.tables[0]?.checks[0]?.expression).toBe(
    renamed(schema.tables[0]?.checks[0]?.expression),
  );
});

test("nothing stays behind: no table, no setting, no transaction", async () => {
  const { connection, schema, searchPath } = await database("create table t (n int default 5)");
  const desired = inOtherWords(schema, (table) => ({
    ...table,
    columns: table.columns.map((one) => ({ ...one, default: "2 + 3" })),
  }));
  const before = await connection.query("show search_path");
  await settle(connection, schema, desired, { searchPath });
  expect(await connection.query("show search_path")).toEqual(before);
  expect((await introspect(connection, scope)).schema).toEqual(schema);
  const [row] = await connection.query(
    "select count(*)::int as n from pg_class where relnamespace = pg_my_temp_schema()",
  );
  expect(row).toEqual({ n: 0 });
});

test("a role that may only connect gets its answers; without TEMP the texts are counted", async () => {
  const { connection, schema, searchPath } = await database(
    "create table t (n int, constraint c check (n > 0))",
  );
  const desired = inOtherWords(schema, (table) => ({
    ...table,
    checks: [{ name: "c", expression: "n > 0 AND true" }],
  }));
  await connection.batch(`do $$ declare db text := current_database(); begin
    execute format('revoke temp on database %I from public', db);
    execute format('create role %I', db || '_reader'); end $$`);
  const [row] = await connection.query<{ db: string }>("select current_database() as db");
  await connection.batch(`set role "${row?.db}_reader"`);
  const refused = await settle(connection, schema, desired, { searchPath });
  expect(refused.unasked).toBe(1);
  await connection.batch(`reset role; grant temp on database "${row?.db}" to public`);
  await connection.batch(`set role "${row?.db}_reader"`);
  expect((await settle(connection, schema, desired, { searchPath })).unasked).toBe(0);
  await connection.batch(
    `reset role; drop owned by "${row?.db}_reader"; drop role "${row?.db}_reader"`,
  );
});
