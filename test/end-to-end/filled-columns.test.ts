/** Columns of filled tables: a NOT NULL that comes with a default, and columns that come back. */
import { expect, test } from "vitest";
import { createRoad } from "./project.js";

const imports = `import { boolean, char, check, date, inet, integer, jsonb, numeric, pgEnum, pgTable, serial, smallint, text, timestamp, uuid, varchar } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
`;

test("a NOT NULL with a default fills the rows that hold NULL, up, down and up again", async () => {
  const road = await createRoad();
  const before = `${imports}
export const mood = pgEnum("mood", ["sad", "it's"]);
export const t = pgTable("T t", {
  id: integer().primaryKey(),
  n: integer(),
  kept: text().default("was there"),
  at: timestamp({ withTimezone: true }),
  token: uuid(),
  mood: mood(),
  tags: text().array(),
  typed: text(),
  loosened: integer().notNull().default(7),
  other: text().notNull(),
});`;
  road.models(before);
  await road.revision();
  await road.upgrade();
  await road.connection.batch(
    `insert into "T t" (id, kept, loosened, other) select i, null, i, 'x' from generate_series(1, 3) i; insert into "T t" values (4, 40, 'd', now(), null, 'sad', '{x}', '12', 4, 'x')`,
  );
  road.models(`${imports}
export const mood = pgEnum("mood", ["sad", "it's"]);
export const t = pgTable("T t", {
  id: integer().primaryKey(),
  n: integer().notNull().default(5),
  kept: text().notNull().default("was there"),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  token: uuid().notNull().defaultRandom(),
  mood: mood().notNull().default("it's"),
  tags: text().array().notNull().default([]),
  typed: integer().notNull().default(sql\`1 + 1\`),
  loosened: integer().default(7),
  other: text().notNull(),
});`);
  const text = (await road.revision()) ?? "";
  expect(text.replaceAll(/\s+/g, " ")).toContain(
    `await op.alterColumn("T t", "n", { default: 5 }); // needs review: Sets every NULL to the default`,
  );
  expect(text).not.toContain("Fails if a row holds NULL");
  await road.upgrade();
  const [row] = await road.connection.query<Record<string, unknown>>(
    `select array_agg(n order by id) as n, array_agg(kept order by id) as kept, count(at) as at,
      count(distinct token) as token, array_agg(mood::text order by id) as mood,
      array_agg(tags::text order by id) as tags, array_agg(typed order by id) as typed from "T t"`,
  );
  expect(row).toEqual({
    n: [5, 5, 5, 40],
    kept: ["was there", "was there", "was there", "d"],
    at: "4",
    token: "4",
    mood: ["it's", "it's", "it's", "sad"],
    tags: ["{}", "{}", "{}", "{x}"],
    typed: [2, 2, 2, 12],
  });
  expect(await road.check()).toEqual([]);
  await road.connection.batch(`update "T t" set loosened = null where id = 2`);
  await road.downgrade("-1");
  expect(await road.connection.query(`select loosened from "T t" where id = 2`)).toEqual([
    { loosened: 7 },
  ]);
  road.models(before);
  expect(await road.check()).toEqual([]);
});

test("a column with a deferred key is filled, too, and one whose enum is made anew", async () => {
  const road = await createRoad();
  const model = (values: string, more: string): string => `${imports}
export const e = pgEnum("e", ${values});
export const p = pgTable("p", { id: integer().primaryKey() });
export const t = pgTable("t", { p: integer()${more}.references(() => p.id), e: e()${more.replace("1", "'a'")} });`;
  road.models(model(`["a", "b", "c"]`, ""));
  await road.revision();
  await road.upgrade();
  await road.connection.batch(
    `alter table t alter constraint t_p_p_id_fk deferrable initially deferred;
     insert into p values (1); insert into t values (null, null), (1, 'b')`,
  );
  road.models(model(`["b", "a"]`, ".notNull().default(1)"));
  await road.revision();
  await road.upgrade();
  expect(await road.connection.query("select p, e from t order by e")).toEqual([
    { p: 1, e: "b" },
    { p: 1, e: "a" },
  ]);
  await road.downgrade("-1");
});

test("dropped NOT NULL columns come back to a table with rows, and exactly to one without", async () => {
  const road = await createRoad();
  const other = `export const o = pgTable("o", { id: integer().primaryKey() });`;
  const columns = {
    small: "smallint().notNull()",
    name: "varchar({ length: 10 }).notNull()",
    fixed: "char({ length: 3 }).notNull()",
    price: "numeric({ precision: 9, scale: 2 }).notNull()",
    flag: "boolean().notNull()",
    day: "date().notNull()",
    at: "timestamp({ withTimezone: true }).notNull()",
    key: "uuid().notNull()",
    data: "jsonb().notNull()",
    tags: "text().array().notNull()",
    mood: "mood().notNull()",
    address: "inet().notNull()",
    "odd name": `text('odd "name"').notNull()`,
    code: "integer().notNull().unique()",
    slug: "text().notNull().unique()",
    token: "uuid().notNull().unique()",
    short: "varchar({ length: 5 }).notNull().unique()",
    o: "integer().notNull().references(() => o.id)",
    positive: "integer().notNull()",
    made: "integer().generatedAlwaysAsIdentity().notNull()",
    counted: "serial().notNull()",
    gone: "text().notNull().default('x')",
  };
  const fields = Object.entries(columns).map(
    ([name, column]) => `${JSON.stringify(name)}: ${column}`,
  );
  const before = `${imports}${other}
export const mood = pgEnum("mood", ["so so", "it's"]);
export const t = pgTable("T", { keep: integer(), ${fields.join(", ")} }, (t) => [check("c", sql\`\${t.positive} > 0\`)]);
export const k = pgTable("k", { id: integer().primaryKey(), a: text() });`;
  const after = `${imports}${other}
export const mood = pgEnum("mood", ["so so", "it's"]);
export const t = pgTable("T", { keep: integer() });
export const k = pgTable("k", { a: text() });`;
  road.models(before);
  await road.revision();
  await road.upgrade();
  const was = await road.catalog();
  road.models(after);
  const text = (await road.revision()) ?? "";
  expect(text).toContain(
    "// needs review: The dropped values are lost: existing rows get 'so so'::public.mood.",
  );
  await road.upgrade();
  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(was);
  await road.upgrade();

  await road.connection.batch(
    `insert into "T" values (1), (2), (3); insert into k values ('a'), ('b')`,
  );
  await road.downgrade("-1");
  const [row] = await road.connection.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) - 'token' - 'slug' as row from "T" t where keep = 2`,
  );
  expect(row?.row).toEqual({
    keep: 2,
    small: 0,
    name: "",
    fixed: "   ",
    price: 0,
    flag: false,
    day: "1970-01-01",
    at: expect.stringContaining("1970-01-01T00:00:00"),
    key: "00000000-0000-0000-0000-000000000000",
    data: {},
    tags: [],
    mood: "so so",
    address: "0.0.0.0",
    'odd "name"': "",
    code: 2,
    short: null,
    o: null,
    positive: null,
    made: 2,
    counted: 2,
    gone: "x",
  });
  expect(await road.connection.query("select id from k order by id")).toEqual([
    { id: 1 },
    { id: 2 },
  ]);
  // What was chosen for the rows is no default for those that follow.
  expect((await road.catalog()).tables.find(({ name }) => name === "k")?.columns[1]).toEqual(
    was.tables.find(({ name }) => name === "k")?.columns[1],
  );
  await road.upgrade();
});
