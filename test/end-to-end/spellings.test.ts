/** What means the same makes no difference, in every spelling that PostgreSQL reads. */
import { sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import type { Connection } from "../../src/database/connection.js";
import { describeOperation } from "../../src/operations/rules.js";
import type { Schema } from "../../src/schema/types.js";
import { apply, describeExports, differences } from "../model/apply.js";
import { createDatabase } from "../support/database.js";

const setup = `create extension pg_trgm;
  create schema rules; create collation rules.german (provider = libc, locale = 'C');
  create collation public.own (provider = libc, locale = 'C');
  create collation public."Odd ""Coll" (provider = libc, locale = 'C');
  create domain public.short as varchar(5) collate "C";
  create type public.pair as (a int, b text); create type rules.mood as enum ('a', 'b');
  create function public.f(text) returns text language sql immutable as 'select $1';
  create function rules.g(text) returns text language sql immutable as 'select $1';
  set search_path = public, rules;`;

const custom = (type: string) => pg.customType<{ data: string }>({ dataType: () => type })();

type Columns = Readonly<Record<"a" | "b" | "c" | "d" | "e" | "f" | "g", pg.ExtraConfigColumn>>;
type Extra = (columns: Columns) => pg.PgTableExtraConfigValue;

function table(...extras: readonly Extra[]): Schema {
  const columns = {
    a: pg.integer(),
    b: pg.text(),
    c: pg.jsonb(),
    d: pg.timestamp({ withTimezone: true }),
    e: custom('text collate "C"'),
    f: custom("text collate own"),
    g: pg.varchar({ length: 10 }),
  };
  const t = pg.pgTable("t", columns, (own) => extras.map((extra) => extra(own as Columns)));
  return describeExports({ t });
}

const keys = [
  '"default"',
  'pg_catalog."default"',
  "own",
  '"own"',
  "OWN",
  "german",
  "rules.german",
  '"Odd ""Coll"',
  '"C"',
  '"C" text_pattern_ops desc nulls last',
].map((collation) => `b collate ${collation}`);
keys.push(
  'e collate "C"',
  'e collate pg_catalog."C"',
  'e collate "POSIX"',
  "e",
  "f",
  "f collate own",

  "f collate public.own",
  'b collate"C"',
  "(b collate own)",
  'lower(e) collate "C"',
  "lower(e)",

  'lower(b) collate "default"',
  "lower(b) COLLATE own text_pattern_ops",
  '(lower(b)) collate "C"',
  "b asc nulls last",
  "b desc nulls first",
  "b DESC",
  "b text_ops",
  "b pg_catalog.text_ops",

  "a int4_ops desc",
  "lower(b) text_ops",
  "((lower(b)))",
  "(a)",
  "((a))",
  '("a") desc',
  "b::text",
  "(b::varchar)",
  "(b::text)",
  "(g::text)",
  "coalesce(b, '')",
  "f(b)",
  "public.f(b)",
  "g(b)",
  "rules.g(b)",
  "a + 1",
  "(c ->> 'x')",
  "c ->> 'x'",
  "(c -> 'x' ->> 'y') text_pattern_ops",

  "(b || 'x') collate own",
  "case when a > 1 then 1 else 2 end",
  "UPPER(b)",
  "cast(a as bigint)",
  "extract(year from d at time zone 'UTC')",
  "a::int8",
  "abs(a) desc",
  "b /* c */",
  "b -- c",
  "substring(b from 1 for 2)",
  "(coalesce(a, 0))",
  'e collate "C" desc',
);

const predicates = [
  "true",
  "(true)",
  "1 = 1",
  "null",
  "not false",
  "a = 1 and true",
  "b = 'x'::text",
  "b = 'x'",
  "g in ('a', 'b')",
  "a > '1'",
  "not a is null",
  "b like 'x%'",
  "a in (1)",
  "e = 'x'",

  "g::text = 'x'::text",
  "a between 1 and 2",
  "a <> all ('{1,2}')",
  "b = f(b)",
  "mood 'a' = 'a'",
  "d > '2020-01-01'::timestamptz",
  "a = any (array[1, 2])",
  "b similar to 'x'",
];

const others: readonly ((name: string) => Extra)[] = [
  (name) => (c) => pg.index(name).on(c.a).with({ deduplicate_items: "ON" }),
  (name) => (c) => pg.index(name).on(c.a).with({ FILLFACTOR: 80 }),
  (name) => (c) => pg.index(name).using("BTREE", c.a),
  (name) => (c) => pg.index(name).using("gist", sql`${c.b} gist_trgm_ops (siglen=12)`),
  (name) => (c) => pg.index(name).using("gist", sql`${c.b} public.GIST_TRGM_OPS(siglen = '12')`),
  (name) => (c) => pg.index(name).using("gin", c.b.op("GIN_TRGM_OPS")),
  (name) => (c) => pg.index(name).using("gin", c.c.op("jsonb_ops")).with({ fastupdate: true }),
  (name) => () => pg.index(name).using("hash", sql`b collate own`),
  (name) => () => pg.index(name).using("brin", sql`d timestamptz_minmax_ops`),
  (name) => (c) => pg.index(name).on(c.b.desc().nullsFirst().op("text_ops")),
  (name) => (c) => pg.uniqueIndex(name).on(c.a, sql`e collate "C" desc`, sql`lower(f) collate own`),
];

test("indexes", async () => {
  const { connection } = await createDatabase();
  await connection.batch(setup);
  const extras = [
    ...keys.map(
      (text): ((name: string) => Extra) =>
        (name) =>
        () =>
          pg.index(name).on(sql.raw(text)),
    ),
    ...predicates.map(
      (text): ((name: string) => Extra) =>
        (name) =>
        (c) =>
          pg.index(name).on(c.a).where(sql.raw(text)),
    ),
    ...others,
  ];
  const schema = table(...extras.map((extra, place) => extra(`i${place}`)));
  await apply(connection, schema);
  expect(await left(connection, schema)).toEqual([]);
  await restoreIndexes(connection);
  expect(await left(connection, schema)).toEqual([]);
  // What PostgreSQL takes anyway may be left out.
  await connection.batch("alter index i0 set (fillfactor = 90, deduplicate_items = on)");
  expect(await left(connection, schema)).toEqual([]);
});

test.each([
  ["b", 'b collate "C"'],
  ["e", 'e collate "POSIX"'],
  ["f", "f collate german"],
  ["b", "(b || '')"],
  ["b", "b desc"],
  ["b desc nulls last", "b desc"],
  ["b", "b text_pattern_ops"],
  ["lower(b)", "lower(b) collate own"],
  ["lower(b)", "upper(b)"],
])("an index on %s is none on %s", async (was, is) => {
  const { connection } = await createDatabase();
  await connection.batch(setup);
  const on = (text: string): Schema => table(() => pg.index("i").on(sql.raw(text)));
  await apply(connection, on(was));
  expect(await left(connection, on(is))).toEqual(["drop index public.i", "create index public.i"]);
  await apply(connection, on(is));
  expect(await left(connection, on(is))).toEqual([]);
});

const types = [
  "int4",
  "INT",
  "int8",
  "float4",
  "float(24)",
  "float(53)",
  "double  precision",
  "timestamp(6)",
  "timestamp (3)",
  "timestamptz(6)",
  "time(6) without time zone",
  "timetz",
  "varchar",
  "bit",
  "character varying",
  "varchar(3)",
  "char",
  "character",
  "bpchar",
  "bpchar(3)",
  "nchar(2)",
  "decimal",
  "dec(5)",
  "numeric(5,0)",
  "bit varying",
  "varbit(3)",
  "interval",

  "interval day to second(3)",
  "interval(6)",
  "interval second(6)",
  "int[][]",
  "int[3]",
  "_text",

  "integer array",
  "integer array[4]",
  "text[3][2]",
  "_int4",
  "pg_catalog.int4",
  "pg_catalog._int4",

  '"int4"',
  '"varchar"(5)',
  '"char"',
  "short",
  "public.short",
  "SHORT",
  "pair",
  "pair[]",
  "mood",
  "rules.mood",
  "mood[]",
  "_mood",
  "rules._mood",
  "rules.mood[3]",
  "SERIAL4",
  "timestamp\n(3)",

  'text collate "C"',
  'text collate "default"',
  'text collate pg_catalog."default"',
  "regclass",
  "text collate own",
  "text COLLATE Own",
  "text collate german",
  "text collate rules.german",

  'text collate "Odd ""Coll"',
  'text[] collate "C"',
  'varchar(5) COLLATE "C"',
  'text collate"C"',

  "varchar (5) collate own[]",
  "short collate own",
  'short collate "C"',
  'short collate "default"',
];

test("types", async () => {
  const { connection } = await createDatabase();
  await connection.batch(setup);
  const columns = types.flatMap((type, place) => [
    [`c${place}`, custom(type)] as const,
    ...(/serial|_/i.test(type) ? [] : [[`a${place}`, custom(type).array()] as const]),
  ]);
  const schema = describeExports({ t: pg.pgTable("t", Object.fromEntries(columns)) });
  await apply(connection, schema);
  expect(await left(connection, schema)).toEqual([]);
  const column = (type: string): Schema =>
    describeExports({ t: pg.pgTable("u", { a: custom(type) }) });
  for (const [was, is] of [
    ["text", "text collate own"],
    ["text collate own", "text collate german"],
    ['text collate "C"', "text"],
    ["short", "short collate own"],
  ] as const) {
    await connection.batch(
      `drop table t; create table t (); drop table if exists u; create table u (a ${was})`,
    );
    expect(await left(connection, column(is))).toContainEqual(
      expect.stringContaining("alter column public.u.a"),
    );
  }
});

test("options and places of views", async () => {
  const { connection } = await createDatabase();
  const view = { a: pg.integer() };
  const base = pg.pgTable("base", view);
  const query = sql`select a from ${base}`;
  const schema = describeExports({
    base,
    v: pg.pgView("v", view).with({ securityBarrier: false, checkOption: "local" }).as(query),
    w: pg.pgView("w", view).with({ securityBarrier: true }).as(query),
    m: pg.pgMaterializedView("m", view).tablespace("pg_default").using("heap").as(query),
    n: pg.pgMaterializedView("n", view).with({ fillfactor: 100 }).as(query),
    o: pg.pgMaterializedView("o", view).with({ autovacuumEnabled: true }).as(query),
  });
  await connection.batch(`create table base (a integer); create view v with (check_option = local) as select a from base;
    create view w with (security_barrier = on) as select a from base;
    create materialized view m as select a from base; create materialized view n as select a from base;
    create materialized view o with (autovacuum_enabled) as select a from base`);
  expect(await left(connection, schema)).toEqual([]);
  await connection.batch("alter view w reset (security_barrier)");
  expect(await left(connection, schema)).toEqual([expect.stringContaining("alter view public.w")]);
  await connection.batch("drop view v, w; drop materialized view m, n, o");
  await apply(connection, schema);
  expect(await left(connection, schema)).toEqual([]);
});

async function left(connection: Connection, schema: Schema): Promise<readonly string[]> {
  return (await differences(connection, schema)).map(describeOperation);
}

/** Makes every index again as a dump does: from PostgreSQL's own words, with every name qualified. */
async function restoreIndexes(connection: Connection): Promise<void> {
  await connection.batch("set search_path = ''");
  const indexes = await connection.query(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as sql
      from pg_index i join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace`,
  );
  for (const { name, sql } of indexes)
    await connection.batch(`drop index ${String(name)}; ${String(sql)}`);
  await connection.batch("set search_path = public, rules");
}
