import { expect, test } from "vitest";
import type { Index } from "../../src/schema/types.js";
import { introspectedDdl, tableOf } from "./support.js";

async function indexesOf(columns: string, statements: string): Promise<readonly Index[]> {
  const found = await introspectedDdl(`create table t (${columns}); ${statements}`);
  return tableOf(found, "t").indexes;
}

const plain = { order: "asc", nulls: "last", opclassIsDefault: true } as const;

test("keys say how they are sorted", async () => {
  const [index] = await indexesOf(
    "a int, b int, c int, d int",
    "create index i on t (a, b desc, c nulls first, d desc nulls last)",
  );
  expect(index).toEqual({
    name: "i",
    unique: false,
    method: "btree",
    keys: [
      { column: "a", ...plain, opclass: "int4_ops" },
      { column: "b", ...plain, order: "desc", nulls: "first", opclass: "int4_ops" },
      { column: "c", ...plain, nulls: "first", opclass: "int4_ops" },
      { column: "d", ...plain, order: "desc", opclass: "int4_ops" },
    ],
    with: {},
  });
});

test("an index carries everything it was made with", async () => {
  const [index] = await indexesOf(
    'a int, "B b" int, c int',
    `create unique index "The Index" on t ("B b") include (c, a) with (fillfactor = 70,
       deduplicate_items = off) where a > 0 and c is not null;
     comment on index "The Index" is 'why'`,
  );
  expect(index).toEqual({
    name: "The Index",
    unique: true,
    method: "btree",
    keys: [{ column: "B b", ...plain, opclass: "int4_ops" }],
    include: ["c", "a"],
    where: "((a > 0) AND (c IS NOT NULL))",
    with: { fillfactor: "70", deduplicate_items: "off" },
    comment: "why",
  });
});

test("methods that cannot sort have keys without order", async () => {
  const indexes = await indexesOf(
    "a int, b jsonb, c tsvector, d point",
    `create index brin on t using brin (a) with (pages_per_range = 32);
     create index gin on t using gin (b jsonb_path_ops);
     create index gist on t using gist (c tsvector_ops (siglen = 64));
     create index hash on t using hash (a);
     create index spgist on t using spgist (d kd_point_ops)`,
  );
  expect(indexes.map(({ method, keys }) => [method, ...keys])).toEqual([
    ["brin", { column: "a", ...plain, opclass: "int4_minmax_ops" }],
    ["gin", { column: "b", ...plain, opclass: "jsonb_path_ops", opclassIsDefault: false }],
    [
      "gist",
      { column: "c", ...plain, opclass: "tsvector_ops(siglen='64')", opclassIsDefault: false },
    ],
    ["hash", { column: "a", ...plain, opclass: "int4_ops" }],
    ["spgist", { column: "d", ...plain, opclass: "kd_point_ops", opclassIsDefault: false }],
  ]);
});

test("operator classes: default for the type or not, qualified when they are a user's", async () => {
  const [index] = await indexesOf(
    "a varchar, b text, c int",
    `create operator class public."Mine" for type int4 using btree as operator 1 <, operator 3 =,
       function 1 btint4cmp(int4, int4);
     create index i on t (a, b text_pattern_ops, c public."Mine")`,
  );
  expect(index?.keys.map(({ opclass, opclassIsDefault }) => [opclass, opclassIsDefault])).toEqual([
    ["text_ops", true],
    ["text_pattern_ops", false],
    ['public."Mine"', false],
  ]);
});

test("expressions are what pg_get_expr prints, in any company", async () => {
  const [index] = await indexesOf(
    `a text, b text, n int, ts timestamptz, "the Column" int`,
    `create index i on t ((a || b), lower(a), (ts at time zone 'UTC'), (a::varchar), coalesce(a, b),
       "the Column", (n + 1) desc, (a || ', ' || b), ((n)), (n is null))`,
  );
  expect(index?.keys.map((key) => key.expression ?? { column: key.column })).toEqual([
    "(a || b)",
    "lower(a)",
    "(ts AT TIME ZONE 'UTC'::text)",
    "(a)::character varying",
    "COALESCE(a, b)",
    { column: "the Column" },
    "(n + 1)",
    "((a || ', '::text) || b)",
    { column: "n" },
    "(n IS NULL)",
  ]);
  expect(index?.keys[6]?.order).toBe("desc");
});

test("collations are said when they are not the column's or the expression's", async () => {
  const [index] = await indexesOf(
    `a text, c text collate "C", j jsonb, n int`,
    `create index i on t (a, a collate "C", c, c collate "POSIX", lower(c), lower(a) collate "C",
       (j ->> 'x') collate "C", lower(a), n)`,
  );
  expect(index?.keys.map((key) => key.collation)).toEqual([
    undefined,
    'pg_catalog."C"',
    undefined,
    'pg_catalog."POSIX"',
    undefined,
    'pg_catalog."C"',
    'pg_catalog."C"',
    undefined,
    undefined,
  ]);
});

test("the indexes of constraints are not listed", async () => {
  const indexes = await indexesOf(
    "a int primary key, b int unique, r int4range, exclude using gist (r with &&)",
    "create unique index own on t (b)",
  );
  expect(indexes.map((index) => index.name)).toEqual(["own"]);
});
