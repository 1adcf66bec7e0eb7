import { expect, test } from "vitest";
import { takesAllColumns } from "../../src/compare/kinds/views.js";
import { withMentionedReads } from "../../src/compare/passes/mentioned-reads.js";
import type { View } from "../../src/schema/types.js";
import { schemaOf, table } from "../support/builders.js";

function view(name: string, definition: string, schema = "public"): View {
  return { schema, name, materialized: false, definition, with: {}, dependsOn: [] };
}

function reads(tables: readonly string[], views: readonly View[]): Record<string, string[]> {
  const schema = withMentionedReads(
    schemaOf(
      tables.map((name) => table(name, [])),
      { views },
    ),
  );
  return Object.fromEntries(
    schema.views.map((one) => [
      one.name,
      one.dependsOn.map((read) => `${read.schema}.${read.name}`),
    ]),
  );
}

test("tables and views in any spelling", () => {
  const query = `select "A b".x from cars c, PUBLIC . wheels join "A b" on true -- gone`;
  expect(reads(["cars", "wheels", "A b", "gone", "x"], [view("v", query)])["v"]?.sort()).toEqual([
    "public.A b",
    "public.cars",
    "public.wheels",
  ]);
});

test("nothing in strings and comments", () => {
  for (const text of [
    "'cars'",
    "e'it''s cars'",
    String.raw`E'it\'s from cars'`,
    "$$ from cars $$",
  ]) {
    const query = `select ${text} /* from cars /* */ from cars */ from wheels -- cars`;
    expect(reads(["cars", "wheels"], [view("v", query)])).toEqual({ v: ["public.wheels"] });
  }
});

test("a schema that is named is meant", () => {
  const views = [view("v", "select from b.w"), view("w", "select 1", "a"), view("w", "x", "b")];
  expect(reads([], views)["v"]).toEqual(["b.w"]);
});

test("an alias that is called like a view does not make a circle", () => {
  const views = [view("a", "select x as b from t"), view("b", "select x as a from a")];
  expect(reads(["t"], views)).toEqual({ a: ["public.t"], b: ["public.a"] });
  expect(reads(["t"], views.toReversed())).toEqual({ a: ["public.t"], b: ["public.a"] });
});

test.each([
  ["select * from t", true],
  ["select a, t.* from t", true],
  ["select distinct on (a) * from t", true],
  ["select (a) * 2, count(*), '*' from t", false],
  ["select a * b /* * */ from t", false],
])("%s takes all columns: %s", (query, takes) => {
  expect(takesAllColumns(query)).toBe(takes);
});
