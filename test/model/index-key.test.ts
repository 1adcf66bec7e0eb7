import { expect, test } from "vitest";
import { parseIndexKey, parseIndexKeys } from "../../src/model/sql/index-key.js";

const asc = { order: "asc", nulls: "last" };

test.each([
  [`"a"`, { column: "a", ...asc }],
  [`Ab`, { column: "ab", ...asc }],
  [`"a""b" desc`, { column: 'a"b', order: "desc", nulls: "first" }],
  [`"a" DESC NULLS LAST`, { column: "a", order: "desc", nulls: "last" }],
  [`"a" nulls first`, { column: "a", order: "asc", nulls: "first" }],
  [`"a" text_pattern_ops`, { column: "a", opclass: "text_pattern_ops", ...asc }],
  [
    `"a" public.gin_trgm_ops (siglen='32') desc`,
    { column: "a", opclass: "public.gin_trgm_ops (siglen='32')", order: "desc", nulls: "first" },
  ],
  [`lower("a")`, { expression: `lower("a")`, ...asc }],
  [
    `lower("a") COLLATE "C" text_pattern_ops asc`,
    { expression: `lower("a")`, collation: `"C"`, opclass: "text_pattern_ops", ...asc },
  ],
  [
    `pg_catalog.lower ("a") desc`,
    { expression: `pg_catalog.lower ("a")`, order: "desc", nulls: "first" },
  ],
  [`("a" || ')') desc`, { expression: `"a" || ')'`, order: "desc", nulls: "first" }],
  [`(("a" || 'b'))`, { expression: `"a" || 'b'`, ...asc }],
  [`("a", "b")`, { expression: `("a", "b")`, ...asc }],
  [`"a" || "b"`, { expression: `"a" || "b"`, ...asc }],
  [`("a") || ("b")`, { expression: `("a") || ("b")`, ...asc }],
  [`"a"::text`, { expression: `"a"::text`, ...asc }],
  [`"a" is null`, { expression: `"a" is null`, ...asc }],
  [`"a" isnull`, { expression: `"a" isnull`, ...asc }],
  [`lower("a") || ' desc'`, { expression: `lower("a") || ' desc'`, ...asc }],
  [`case when "a" then 1 end`, { expression: `case when "a" then 1 end`, ...asc }],
])("%s", (sql, key) => {
  expect(parseIndexKey(sql)).toEqual(key);
});

const [a, b] = [
  { column: "a", ...asc },
  { column: "b", ...asc },
];

test.each([
  [`"a"`, { keys: [a] }],
  [`"a", "b"`, { keys: [a, b] }],
  [`"a") INCLUDE ("b"`, { keys: [a], include: ["b"] }],
  [
    `"a" desc, b) include ("x, ""y)", Z `,
    { keys: [{ ...a, order: "desc", nulls: "first" }, b], include: [`x, "y)`, "z"] },
  ],
  [
    `coalesce("a", ')') )  INCLUDE("b"`,
    { keys: [{ expression: `coalesce("a", ')')`, ...asc }], include: ["b"] },
  ],
  [`(ARRAY["a", "b"])`, { keys: [{ expression: `ARRAY["a", "b"]`, ...asc }] }],
  [`"a") WHERE ("b" > 1`, undefined],
  [`"a") INCLUDE ("b") WHERE ("c"`, undefined],
  [`"a") INCLUDE (lower("b")`, undefined],
  [`lower("a"`, undefined],
  [`"a",`, undefined],
])("the keys in %s", (sql, keys) => {
  expect(parseIndexKeys(sql)).toEqual(keys);
});
