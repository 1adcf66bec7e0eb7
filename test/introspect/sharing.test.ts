import { expect, test } from "vitest";
import { type ProbeTable, shareQuestions } from "../../src/introspect/oracle/probe-table.js";
import type { Place } from "../../src/schema/expressions.js";

function table(
  name: string,
  columns: Readonly<Record<string, string>>,
  questions: readonly (readonly [id: number, place: Place, sql: string])[],
): ProbeTable {
  return {
    name,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    questions: questions.map(([id, place, sql]) => ({ id, text: { place, sql } })),
  };
}

const check: Place = { kind: "check" };
const defaultOf = (column: string): Place => ({ kind: "default", column });

function asked(tables: readonly ProbeTable[]): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(tables.map((one) => [one.name, one.questions.map(({ id }) => id)]));
}

test("the same text about columns of the same names and types is asked once", () => {
  const { tables, sameAs } = shareQuestions([
    table("a", { n: "int", m: "text" }, [[0, check, `"a"."n" > 0`]]),
    table("b", { n: "int" }, [[1, check, `"b"."n" > 0`]]),
    table("c", { n: "bigint" }, [[2, check, `"c"."n" > 0`]]),
    table("d", { n: "int" }, [[3, { kind: "predicate" }, `"d"."n" > 0`]]),
  ]);
  expect(asked(tables)).toEqual({ a: [0], c: [2], d: [3] });
  expect([...sameAs]).toEqual([[1, 0]]);
});

test("defaults of one type leave their tables", () => {
  const { tables, sameAs } = shareQuestions([
    table("a", { n: "int", t: "text" }, [
      [0, defaultOf("n"), "1 + 1"],
      [1, defaultOf("t"), "1 + 1"],
    ]),
    table("b", { x: "int" }, [[2, defaultOf("x"), "1 + 1"]]),
  ]);
  expect(asked(tables)).toEqual({ "gen~shared0": [0, 1] });
  expect(tables[0]?.questions.map(({ type }) => type)).toEqual(["int", "text"]);
  expect([...sameAs]).toEqual([[2, 0]]);
});

test("what may mean something else in another table is asked there", () => {
  const policy: Place = { kind: "policy" };
  const { tables, sameAs } = shareQuestions([
    table("a", { n: "int" }, [
      [0, policy, "n > 0"],
      [1, check, "a IS NOT NULL"],
    ]),
    table("b", { n: "int" }, [
      [2, policy, "n > 0"],
      [3, check, "b IS NOT NULL"],
    ]),
  ]);
  expect(asked(tables)).toEqual({ a: [0, 1], b: [2, 3] });
  expect(sameAs.size).toBe(0);
});

test("a table whose columns are renamed keeps its questions", () => {
  const renamed: ProbeTable = {
    name: "b",
    columns: [{ name: "n", renamedTo: "m", type: "int" }],
    questions: [{ id: 1, text: { place: check, sql: "m > 0" } }],
  };
  const { tables } = shareQuestions([table("a", { m: "int" }, [[0, check, "m > 0"]]), renamed]);
  expect(asked(tables)).toEqual({ a: [0], b: [1] });
});
