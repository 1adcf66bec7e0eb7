/** What only its owner, its grants and its neighbours know of an object. */
import { refTo } from "../../src/schema/object-ref.js";
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { attributeStatements, columnOf, indexOf } from "../../src/operations/attributes.js";
import type { Column, QualifiedName } from "../../src/schema/types.js";
import { introspect } from "../../src/introspect/introspect.js";
import { createDatabase } from "../support/database.js";
import { introspectedDdl, publicScope, since, tableOf, viewOf } from "./support.js";

function columnStatements(table: QualifiedName, { name, attributes }: Column): readonly string[] {
  return attributeStatements(columnOf(table, name), attributes);
}

test("a plain object has nothing to restore", async () => {
  const { schema } = await introspectedDdl(`
    create type mood as enum ('a');
    create sequence q;
    create table t (id serial primary key, a text unique, m mood default 'a', g int generated always
      as (1) stored, i int generated always as identity, check (id > 0));
    create index on t (a);
    create view v as select * from t;
    create materialized view w as select * from t`);
  expect(JSON.stringify(schema)).not.toMatch(/"attributes"|"sequenceAttributes"|"extras"/);
});

test("storage, statistics, options, replica identity, clustering", async () => {
  const found = await introspectedDdl(`
    create unlogged table t (id int primary key with (fillfactor = 60), "A b" text, c text)
      with (fillfactor = 70, toast.autovacuum_enabled = false);
    alter table t alter "A b" set storage external, alter "A b" set statistics 7;
    alter table t alter c set (n_distinct = -0.5);
    alter table t force row level security;
    create unique index i on t (id, (id + 1));
    alter index i alter column 2 set statistics 9;
    alter table t cluster on i;
    alter table t replica identity using index t_pkey;
    comment on index t_pkey is 'of the index';
    create table full_one (a int);
    alter table full_one replica identity full`);
  const { attributes, columns, indexes, primaryKey } = tableOf(found, "t");
  const t = { schema: "public", name: "t" };
  expect(attributeStatements(refTo("table", t), attributes)).toEqual([
    `ALTER TABLE "public"."t" SET UNLOGGED`,
    `ALTER TABLE "public"."t" SET ("fillfactor" = '70', toast."autovacuum_enabled" = 'false')`,
    `ALTER TABLE "public"."t" FORCE ROW LEVEL SECURITY`,
  ]);
  expect(columns.map((column) => columnStatements(t, column))).toEqual([
    [],
    [
      `ALTER TABLE "public"."t" ALTER COLUMN "A b" SET STORAGE EXTERNAL`,
      `ALTER TABLE "public"."t" ALTER COLUMN "A b" SET STATISTICS 7`,
    ],
    [`ALTER TABLE "public"."t" ALTER COLUMN "c" SET ("n_distinct" = '-0.5')`],
  ]);
  expect(attributeStatements(indexOf(t, "i"), indexes[0]?.attributes)).toEqual([
    `ALTER INDEX "public"."i" ALTER COLUMN 2 SET STATISTICS 9`,
    `ALTER TABLE "public"."t" CLUSTER ON "i"`,
  ]);
  expect(attributeStatements(indexOf(t, "t_pkey"), primaryKey?.attributes)).toEqual([
    `ALTER INDEX "public"."t_pkey" SET ("fillfactor" = '60')`,
    `ALTER TABLE "public"."t" REPLICA IDENTITY USING INDEX "t_pkey"`,
    `COMMENT ON INDEX "public"."t_pkey" IS 'of the index'`,
  ]);
  const full = tableOf(found, "full_one");
  expect(attributeStatements(refTo("table", full), full.attributes)).toEqual([
    `ALTER TABLE "public"."full_one" REPLICA IDENTITY FULL`,
  ]);
});

test("triggers, rules, exclusion constraints, statistics, publications", async () => {
  const found = await introspectedDdl(`
    create function f() returns trigger language plpgsql as 'begin return new; end';
    create table log (a int);
    create table t (a int, b int, r int4range, exclude using gist (r with &&) where (b > 0));
    create trigger "T r" before update of a on t for each row when (new.b > 0) execute function f();
    alter table t disable trigger "T r";
    comment on trigger "T r" on t is 'why';
    create rule ru as on insert to t do also insert into log (a) values (new.a);
    create statistics s (dependencies) on a, b from t;
    create publication p for table t`);
  const t = { schema: "public", name: "t" };
  const log = { schema: "public", name: "log" };
  const extras = tableOf(found, "t").extras ?? [];
  expect(extras).toMatchObject([
    { kind: "exclusionConstraint", name: "t_r_excl", uses: [{ column: "b" }, { column: "r" }] },
    {
      kind: "publication",
      create: [`ALTER PUBLICATION "p" ADD TABLE ONLY "public"."t"`],
      drop: `ALTER PUBLICATION "p" DROP TABLE ONLY "public"."t"`,
    },
    {
      kind: "rule",
      name: "ru",
      uses: expect.arrayContaining([
        { table: log, column: "a" },
        { table: t, column: "a" },
      ]),
    },
    {
      kind: "statistics",
      create: ["CREATE STATISTICS public.s (dependencies) ON a, b FROM public.t"],
      drop: `DROP STATISTICS "public"."s"`,
    },
    {
      kind: "trigger",
      create: [
        `CREATE TRIGGER "T r" BEFORE UPDATE OF a ON public.t FOR EACH ROW WHEN ((new.b > 0)) EXECUTE FUNCTION public.f()`,
        `ALTER TABLE "public"."t" DISABLE TRIGGER "T r"`,
        `COMMENT ON TRIGGER "T r" ON "public"."t" IS 'why'`,
      ],
      drop: `DROP TRIGGER "T r" ON "public"."t"`,
      uses: [
        { table: t, column: "a" },
        { table: t, column: "b" },
      ],
    },
  ]);
});

test("columns of views have comments and defaults, sequences of columns have comments", async () => {
  const found = await introspectedDdl(`
    create table t (id serial, i int generated always as identity);
    comment on sequence t_id_seq is 'q';
    create view v as select id as "I d", i from t;
    comment on column v."I d" is 'it''s';
    alter view v alter column i set default 3`);
  const view = viewOf(found, "v");
  const on = refTo("view", view);
  expect(
    view.columns?.map(({ name, attributes }) => [
      name,
      attributeStatements({ kind: "column", on, name }, attributes),
    ]),
  ).toEqual([
    ["I d", [`COMMENT ON COLUMN "public"."v"."I d" IS 'it''s'`]],
    ["i", [`ALTER VIEW "public"."v" ALTER COLUMN "i" SET DEFAULT 3`]],
  ]);
  const [id] = tableOf(found, "t").columns;
  const sequence = refTo("sequence", { schema: "public", name: "t_id_seq" });
  expect(attributeStatements(sequence, id?.sequenceAttributes)).toEqual([
    `COMMENT ON SEQUENCE "public"."t_id_seq" IS 'q'`,
  ]);
});

test.each(since(18))("a NOT NULL of another name: %s", async () => {
  const found = await introspectedDdl(
    `create table t (a int constraint odd not null, b int not null)`,
  );
  const { columns, ...t } = tableOf(found, "t");
  expect(columns.map((column) => columnStatements(t, column))).toEqual([
    [`ALTER TABLE "public"."t" RENAME CONSTRAINT "t_a_not_null" TO "odd"`],
    [],
  ]);
});

test("owners and grants, told from what this role gives by default", async () => {
  const { connection } = await createDatabase();
  const role = `gen test "${randomBytes(6).toString("hex")}`;
  const name = `"${role.replaceAll('"', '""')}"`;
  await connection.query(`create role ${name}`);
  try {
    await connection.batch(`
      create schema s authorization ${name};
      create table t (a int, b int);
      grant select, insert on t to ${name} with grant option;
      grant update (b) on t to public;
      revoke truncate on t from current_user;
      create type mood as enum ('a');
      revoke usage on type mood from public;
      create sequence q;
      grant usage on sequence q to ${name};
      create view v as select a from t;
      alter view v owner to ${name};
      alter default privileges in schema public grant select on tables to ${name};
      create table by_default (a int)`);
    const { schema } = await introspect(connection, { ...publicScope, schemas: ["public", "s"] });
    const namespace = (name: string) => ({ kind: "schema", name }) as const;
    expect(
      schema.namespaces.map(({ name: own, attributes }) =>
        attributeStatements(namespace(own), attributes),
      ),
    ).toEqual([[], [`ALTER SCHEMA "s" OWNER TO ${name}`]]);
    expect(
      schema.tables.map((one) => attributeStatements(refTo("table", one), one.attributes)),
    ).toEqual([
      [],
      [
        expect.stringMatching(/^REVOKE TRUNCATE ON TABLE "public"."t" FROM "/),
        `GRANT INSERT, SELECT ON TABLE "public"."t" TO ${name} WITH GRANT OPTION`,
      ],
    ]);
    const t = { schema: "public", name: "t" };
    expect(attributeStatements(columnOf(t, "b"), schema.tables[1]?.columns[1]?.attributes)).toEqual(
      [`GRANT UPDATE ("b") ON TABLE "public"."t" TO PUBLIC`],
    );
    const mood = { kind: "enum", schema: "public", name: "mood" } as const;
    expect(attributeStatements(mood, schema.enums[0]?.attributes)).toEqual([
      `REVOKE USAGE ON TYPE "public"."mood" FROM PUBLIC`,
    ]);
    const q = refTo("sequence", { schema: "public", name: "q" });
    expect(attributeStatements(q, schema.sequences[0]?.attributes)).toEqual([
      `GRANT USAGE ON SEQUENCE "public"."q" TO ${name}`,
    ]);
    const v = refTo("view", { schema: "public", name: "v" });
    expect(attributeStatements(v, schema.views[0]?.attributes)).toEqual([
      `ALTER VIEW "public"."v" OWNER TO ${name}`,
    ]);
  } finally {
    await connection.query(`drop owned by ${name}`);
    await connection.query(`drop role ${name}`);
  }
});
