import { expect, test } from "vitest";
import { cutAtCommits } from "../../src/autogenerate/process-operations.js";
import type { Operation } from "../../src/operations/types.js";

const table = { schema: "public", name: "t" };
const drop = (column: string): Operation => ({ kind: "dropColumn", table, column });
const concurrent = (name: string): Operation => ({
  kind: "createIndex",
  table,
  index: {
    name,
    unique: false,
    method: "btree",
    keys: [{ column: "a", order: "asc", nulls: "last" }],
    with: {},
    concurrently: true,
  },
});
const value: Operation = {
  kind: "addEnumValue",
  enum: { schema: "public", name: "e" },
  value: "b",
};
const values: Operation = { kind: "autocommit", operations: [value] };

test("what fits into one transaction stays one revision", () => {
  const planned = [drop("a"), drop("b")];
  expect(cutAtCommits(planned)).toEqual([{ planned, upgrade: planned }]);
  expect(cutAtCommits([])).toEqual([]);
});

test("an index alone that is built concurrently stays the revision that was asked for", () => {
  const planned = [concurrent("i")];
  expect(cutAtCommits(planned)).toEqual([{ planned, upgrade: planned }]);
});

test("an index that is built concurrently gets a revision of its own, and so does what needs it", () => {
  const cut = cutAtCommits([drop("a"), concurrent("i"), concurrent("j"), drop("b")]);
  expect(cut.map(({ part, planned }) => [part, planned.length])).toEqual([
    [undefined, 1],
    ["concurrent indexes", 2],
    [undefined, 1],
  ]);
});

test("enum values that are committed first stay in the file, at its beginning", () => {
  const planned = [values, drop("a")];
  expect(cutAtCommits(planned)).toEqual([{ planned, upgrade: planned }]);
});

test("enum values that come after something else end a revision, whose commit they need", () => {
  const rename: Operation = {
    kind: "rename",
    object: { kind: "column", table, name: "a" },
    to: "b",
  };
  expect(cutAtCommits([rename, values, drop("a")])).toEqual([
    { part: "enum values", planned: [rename, values], upgrade: [rename, value] },
    { planned: [drop("a")], upgrade: [drop("a")] },
  ]);
});
