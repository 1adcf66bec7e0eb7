/** Models that other tools break: each is described, created, and then differs in nothing. */
import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { createDatabase } from "../support/database.js";
import { apply, describeExports, differences } from "./apply.js";

type Exports = Readonly<Record<string, unknown>>;
type Row = readonly [what: string, exports: () => Exports];

const custom = (type: string): (() => pg.PgCustomColumnBuilder<never>) =>
  pg.customType({ dataType: () => type }) as never;

/** A table with these columns and extras. */
function table(
  columns: Record<string, pg.PgColumnBuilderBase>,
  extras?: (
    columns: Record<"a" | "b" | "c" | "d", pg.ExtraConfigColumn>,
  ) => pg.PgTableExtraConfigValue[],
): Exports {
  return { t: pg.pgTable("t", columns, extras as never) };
}

const rows: readonly Row[] = [
  [
    "a check with a parameter",
    () => table({ a: pg.integer() }, (c) => [pg.check("c1", sql`${c.a} > ${18}`)]),
  ],
  [
    "a check made of Drizzle's operators",
    () =>
      table({ a: pg.integer(), b: pg.text() }, (c) => [
        pg.check("c1", sql`${and(gt(c.a, -5), inArray(c.b, ["x", "it's", "a\\b"]))}`),
      ]),
  ],
  [
    "parameters of every kind",
    () =>
      table({ a: pg.timestamp(), b: pg.boolean(), c: pg.jsonb(), d: pg.text() }, (c) => [
        pg.check(
          "c1",
          sql`${c.a} > ${new Date(0)} and ${c.b} = ${true} and ${c.c} <> ${{ a: [1] }}`,
        ),
        pg.check("c2", sql`length(${c.d})-${-5} > ${10n} and ${c.d} is distinct from ${null}`),
      ]),
  ],
  [
    "an index with a parameter in its predicate",
    () => table({ a: pg.integer() }, (c) => [pg.index("i").on(c.a).where(gt(c.a, 5))]),
  ],
  [
    "a policy with a parameter",
    () =>
      table({ a: pg.integer() }, (c) => [
        pg.pgPolicy("p", { using: eq(c.a, 5), withCheck: gt(c.a, 1) }),
      ]),
  ],
  [
    "a generated column with a parameter",
    () =>
      table({
        a: pg.text(),
        b: pg.text().generatedAlwaysAs(sql`${sql.identifier("a")} || ${"x"}`),
      }),
  ],
  [
    "a generated column from the table's own columns",
    () => {
      const own: pg.PgTable = pg.pgTable("t", {
        a: pg.integer(),
        b: pg.integer().generatedAlwaysAs((): never => sql`${Reflect.get(own, "a")} * 2` as never),
      });
      return { own };
    },
  ],
  [
    "a generated column from SQL in a string",
    () => table({ a: pg.text(), b: pg.text().generatedAlwaysAs("a || 'x'") }),
  ],
  ["a default that is a parameter", () => table({ a: pg.text().default(sql`${"x"}`) })],
  [
    "a semicolon in a check and in a predicate",
    () =>
      table({ a: pg.text() }, (c) => [
        pg.check("c1", sql`${c.a} <> ';'`),
        pg
          .index("i")
          .on(c.a)
          .where(sql`${c.a} <> ';,,--'`),
      ]),
  ],
  [
    "dashes and commas in an expression",
    () => table({ a: pg.text() }, (c) => [pg.index("i").on(sql`(${c.a} || '--,,')`)]),
  ],
  [
    "dashes in a policy",
    () =>
      table({ a: pg.text() }, (c) => [
        pg.pgPolicy("p", { using: sql`${c.a} <> ' -- '`, withCheck: sql`${c.a} <> ';'` }),
      ]),
  ],
  [
    "an expression without parentheses",
    () => table({ a: pg.text(), b: pg.text() }, (c) => [pg.index("i").on(sql`${c.a} || ${c.b}`)]),
  ],
  [
    "operator class with an order",
    () =>
      table({ a: pg.text() }, (c) => [
        pg.index("i").on(c.a.op("text_pattern_ops").desc().nullsFirst()),
        pg.index("j").on(sql`lower(${c.a}) text_pattern_ops desc nulls last`),
        pg.index("k").on(sql`${c.a} desc`, sql`upper(${c.a}) collate "C" asc`),
      ]),
  ],
  ["only", () => table({ a: pg.text() }, (c) => [pg.index("i").onOnly(c.a)])],
  [
    "every part of an index",
    () =>
      table({ a: pg.integer(), b: pg.jsonb(), c: pg.text() }, (c) => [
        pg.index("gin").using("gin", c.b.op("jsonb_path_ops")),
        pg.index("hash").using("hash", c.a),
        pg.index("brin").using("brin", c.a).with({ pages_per_range: 64 }),
        pg.uniqueIndex("u").on(c.a.desc(), c.c.nullsFirst()).with({ fillfactor: 70 }),
        pg.index("concurrent").on(c.a).concurrently(),
      ]),
  ],
  [
    "JSON defaults with quotes",
    () =>
      table({
        a: pg.jsonb().default({ "it's": ['"', "\\"] }),
        b: pg.json().default({ a: "it's" }),
      }),
  ],
  ["bigint defaults", () => table({ a: pg.bigint({ mode: "bigint" }).default(5n) })],
  [
    "array defaults",
    () =>
      table({
        a: pg.text().array().default(['"', "{}", "", "null", "a,b", "it's"]),
        b: pg
          .jsonb()
          .array()
          .default([{ a: '"' }]),
        c: pg.varchar({ length: 5 }).array().default(["a"]),
        d: pg.uuid().array().default([]),
        e: pg
          .integer()
          .array(3)
          .array(2)
          .default([[1, 2, 3]]),
        f: pg
          .text()
          .array()
          .default(sql`ARRAY[]::text[]`),
        g: pg
          .text()
          .array()
          .default(sql`'{}'::text[]`),
      }),
  ],
  [
    "geometric defaults",
    () =>
      table({
        a: pg.point().default([1, 2]),
        b: pg.line({ mode: "abc" }).default({ a: 1, b: 2, c: 3 }),
        c: pg.point({ mode: "xy" }).default({ x: 1.5, y: -2 }),
      }),
  ],
  [
    "a custom type's default goes through its toDriver",
    () => {
      const pair = pg.customType<{ data: { a: number } }>({
        dataType: () => "text",
        toDriver: (value) => `a=${value.a}`,
      });
      const buffer = pg.customType<{ data: Buffer }>({ dataType: () => "bytea" });
      return table({ a: pair().default({ a: 1 }), b: buffer().default(Buffer.from("ab")) });
    },
  ],
  [
    "enums with the names of types, in a schema of their own",
    () => {
      const s = pg.pgSchema("s");
      const kinds = ["timezone_kind", "text_status", "dateKind", "bitty", "Char"].map((name) =>
        s.enum(name, ["a", "b"]),
      );
      return {
        s,
        ...Object.fromEntries(kinds.map((kind, i) => [`e${i}`, kind])),
        t: s.table("t", Object.fromEntries(kinds.map((kind, i) => [`c${i}`, kind().default("a")]))),
      };
    },
  ],
  [
    "an enum made of an object",
    () => {
      const s = pg.pgSchema("s");
      const color = s.enum("color", { Red: "red", Blue: "blue" } as const);
      return { s, color, t: pg.pgTable("t", { a: color().default("red"), b: color().array() }) };
    },
  ],
  [
    "custom types in other spellings",
    () =>
      table(
        Object.fromEntries(
          [
            "int",
            "float",
            "VARCHAR(20)",
            "character varying(20)",
            "timestamptz(3)",
            "bool",
            "int4",
            "float8",
            'text COLLATE "C"',
            "INT8[]",
            "pg_catalog.int2",
            'varchar(9) collate pg_catalog."POSIX"',
          ].map((type, i) => [`c${i}`, custom(type)()]),
        ),
      ),
  ],
  [
    "a custom type in a schema",
    () => {
      const s = pg.pgSchema("s");
      return { s, mood: s.enum("mood", ["a"]), t: pg.pgTable("t", { a: custom("s.mood")() }) };
    },
  ],
  [
    "quotes, commas and capitals in names",
    () => ({
      t: pg.pgTable(
        'ta"ble',
        { a: pg.integer('co"l').primaryKey(), b: pg.integer("a,b"), C: pg.integer() },
        (c) => [
          pg.index('in"dex').on(c.b, c.C),
          pg.unique().on(c.b, c.a),
          pg.check("che ck", gt(c.a, 1)),
        ],
      ),
    }),
  ],
  [
    "a column with a comma in a primary key",
    () =>
      table({ a: pg.integer("a,b"), b: pg.integer() }, (c) => [
        pg.primaryKey({ columns: [c.b, c.a] as never }),
      ]),
  ],
  [
    "a foreign key to a column with only a unique index",
    () => {
      const parent = pg.pgTable("parent", { code: pg.text() }, (c) => [
        pg.uniqueIndex("u").on(c.code),
      ]);
      return { parent, t: pg.pgTable("t", { code: pg.text().references(() => parent.code) }) };
    },
  ],
  [
    "a composite foreign key in another order than the columns",
    () => {
      const parent = pg.pgTable("parent", { a: pg.integer(), b: pg.integer() }, (c) => [
        pg.primaryKey({ columns: [c.b, c.a] }),
      ]);
      return {
        parent,
        t: pg.pgTable("t", { x: pg.integer(), y: pg.integer() }, (c) => [
          pg
            .foreignKey({ columns: [c.y, c.x], foreignColumns: [parent.b, parent.a] })
            .onDelete("set null")
            .onUpdate("cascade"),
        ]),
      };
    },
  ],
  [
    "foreign keys in a circle and to itself",
    () => {
      const a: pg.PgTableWithColumns<never> = pg.pgTable("a", {
        id: pg.integer().primaryKey(),
        b: pg.integer().references((): pg.AnyPgColumn => Reflect.get(b, "id") as never),
        parent: pg.integer().references((): pg.AnyPgColumn => Reflect.get(a, "id") as never),
      }) as never;
      const b = pg.pgTable("b", {
        id: pg.integer().primaryKey(),
        a: pg.integer().references((): pg.AnyPgColumn => Reflect.get(a, "id") as never),
      });
      return { a, b };
    },
  ],
  [
    "names of more than 63 bytes that PostgreSQL cuts",
    () => {
      const long = "a_rather_long_name_for_a_table_of_vehicle_commands";
      const parent = pg.pgTable(long, {
        identifier_of_the_row: pg.integer().primaryKey().unique(),
      });
      return {
        parent,
        t: pg.pgTable(
          "t",
          {
            reference_to_the_row: pg.integer().references(() => parent.identifier_of_the_row),
          },
          (c) => [pg.index(`${long}_${long}`).on(c.reference_to_the_row)],
        ),
      };
    },
  ],
  [
    "UNIQUE NULLS NOT DISTINCT",
    () =>
      table(
        { a: pg.integer().unique("u1", { nulls: "not distinct" }), b: pg.integer().unique() },
        (c) => [pg.unique("u2").on(c.a, c.b).nullsNotDistinct()],
      ),
  ],
  [
    "a primary key of one column, written at the table",
    () => ({
      t: pg.pgTable("t", { a: pg.integer() }, (c) => [pg.primaryKey({ columns: [c.a] })]),
      u: pg.pgTable("u", { a: pg.integer() }, (c) => [
        pg.primaryKey({ columns: [c.a], name: "key" }),
      ]),
    }),
  ],
  [
    "a composite primary key on columns without NOT NULL",
    () =>
      table({ a: pg.integer(), b: pg.text() }, (c) => [
        pg.primaryKey({ columns: [c.a, c.b] as never }),
      ]),
  ],
  [
    "identity on quoted names, with every option",
    () => ({
      t: pg.pgTable("Users", {
        Id: pg.integer().primaryKey().generatedAlwaysAsIdentity(),
        a: pg.bigint({ mode: "number" }).generatedByDefaultAsIdentity({
          name: "Seq",
          startWith: 100,
          increment: -2,
          minValue: -1000,
          maxValue: 1000,
          cache: 5,
          cycle: true,
        }),
        b: pg.smallint().generatedByDefaultAsIdentity(),
        c: pg
          .bigint({ mode: "bigint" })
          .generatedAlwaysAsIdentity({ maxValue: Number(2n ** 63n - 1n) }),
      }),
    }),
  ],
  [
    "serial types",
    () =>
      table({
        a: pg.serial().primaryKey(),
        b: pg.smallserial(),
        c: pg.bigserial({ mode: "bigint" }),
      }),
  ],
  [
    "a sequence and a default from it",
    () => ({
      q: pg.pgSequence("q", { startWith: 10, increment: 5, cache: 3, cycle: true }),
      down: pg.pgSequence("down", { increment: -1 }),
      t: pg.pgTable("t", { a: pg.integer().default(sql`nextval('q')`) }),
    }),
  ],
  [
    "defaults that are expressions",
    () =>
      table({
        a: pg.text().default(sql`'a' || 'b'`),
        b: pg.integer().default(sql`1+1`),
        c: pg.timestamp({ withTimezone: true }).defaultNow(),
        d: pg.uuid().defaultRandom(),
        e: pg.date().default(sql`CURRENT_DATE`),
        f: pg.timestamp().default(sql`(now() at time zone 'utc')`),
      }),
  ],
  [
    "other defaults",
    () =>
      table({
        a: pg.timestamp({ withTimezone: true }).default(new Date(0)),
        b: pg.numeric({ mode: "number" }).default(5),
        c: pg.text().default(sql`null`),
        d: pg.doublePrecision().default(1e21),
        e: pg.real().default(-1.5),
        f: pg.doublePrecision().default(Infinity),
        g: pg.real().default(NaN),
        h: pg.char().default("x"),
        i: pg.integer().default(null as never),
        j: pg.text().$default(() => "x"),
        k: pg.date({ mode: "date" }).default(new Date(0)),
        l: pg.jsonb().notNull().default(null),
        m: pg.json().default(null),
      }),
  ],
  [
    "arrays of any size and dimension",
    () =>
      table({
        a: pg.text().array(3).array(2),
        b: pg.integer().array().array().array(),
        c: pg.char({ length: 2 }).array(),
      }),
  ],
  [
    "every type",
    () =>
      table({
        a: pg.bigint({ mode: "number" }),
        b: pg.boolean(),
        c: pg.char({ length: 3 }),
        d: pg.cidr(),
        e: pg.date(),
        f: pg.doublePrecision(),
        g: pg.inet(),
        h: pg.integer(),
        i: pg.interval(),
        j: pg.interval({ fields: "day to second", precision: 3 }),
        k: pg.json(),
        l: pg.jsonb(),
        m: pg.line(),
        n: pg.macaddr(),
        o: pg.macaddr8(),
        p: pg.numeric({ precision: 10, scale: 2 }),
        q: pg.numeric({ precision: 10 }),
        r: pg.point(),
        s: pg.real(),
        u: pg.smallint(),
        v: pg.text(),
        w: pg.time(),
        x: pg.time({ precision: 3, withTimezone: true }),
        y: pg.timestamp({ precision: 3 }),
        z: pg.timestamp({ mode: "string", withTimezone: true, precision: 0 }),
        aa: pg.uuid(),
        ab: pg.varchar(),
        ac: pg.varchar({ length: 17 }),
        ad: pg.bit({ dimensions: 3 }),
        ae: pg.interval({ precision: 6 }),
        af: pg.char(),
      }),
  ],
  [
    "views on views, in any order, and on a materialized one",
    () => {
      const users = pg.pgTable("users", { id: pg.integer().primaryKey(), name: pg.text() });
      const posts = pg.pgTable("posts", { id: pg.integer(), author: pg.integer() });
      const base = pg.pgView("z_base").as((q) => q.select().from(users).where(gt(users.id, 5)));
      const material = pg
        .pgMaterializedView("m")
        .with({ fillfactor: 70 })
        .withNoData()
        .as((q) => q.select({ id: base.id }).from(base));
      const top = pg
        .pgView("a_top", { id: pg.integer() })
        .with({ securityBarrier: true, checkOption: "cascaded" })
        .as(sql`select id from ${base}`);
      const joined = pg.pgView("b_join").as((q) =>
        q
          .select({ name: users.name, post: sql<number>`${posts.id}`.as("post") })
          .from(users)
          .innerJoin(posts, and(eq(posts.author, users.id), isNotNull(users.name))),
      );
      const over = pg.pgView("a_over").as((q) => q.select().from(material));
      return {
        over,
        top,
        joined,
        material,
        base,
        posts,
        users,
        existing: pg.pgView("elsewhere", { a: pg.integer() }).existing(),
      };
    },
  ],
  [
    "policies of every kind, roles, and row-level security",
    () => {
      const reader = pg.pgRole("gen_test_reader").existing();
      const t = pg.pgTable("t", { id: pg.integer(), owner: pg.text() }, (c) => [
        pg.pgPolicy("all"),
        pg.pgPolicy("read", {
          for: "select",
          to: ["public"],
          using: sql`${c.owner} = current_user`,
        }),
        pg.pgPolicy("strict", {
          as: "restrictive",
          for: "update",
          to: pg.pgRole("postgres").existing(),
          using: sql`true`,
          withCheck: sql`${c.id} > 0`,
        }),
        pg.pgPolicy("sub", {
          for: "delete",
          using: sql`exists (select 1 from pg_class k where k.oid::int = ${c.id})`,
        }),
      ]);
      return {
        reader,
        t,
        plain: pg.pgTable("plain", { a: pg.integer() }).enableRLS(),
        linked: pg.pgPolicy("linked", { for: "insert", withCheck: sql`${t.id} > 1` }).link(t),
      };
    },
  ],
];

test.each(rows)("%s", async (_what, exports) => {
  const { connection } = await createDatabase();
  const schema = describeExports(exports());
  await apply(connection, schema);
  expect(await differences(connection, schema)).toEqual([]);
});
