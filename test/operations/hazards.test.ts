import { describe, expect, it } from "vitest";
import { describeObject, describeOperation } from "../../src/operations/describe.js";
import { hazards } from "../../src/operations/hazards.js";
import { narrowing } from "../../src/operations/narrowing.js";
import type { Operation } from "../../src/operations/types.js";

const t = { schema: "public", name: "vehicles" };
const text = { sql: "text" };

describe("narrowing", () => {
  it.each([
    ["varchar(20)", "varchar(50)", "none"],
    ["varchar(50)", "varchar(20)", "narrows"],
    ["varchar(50)", "varchar", "none"],
    ["text", "character varying(20)", "narrows"],
    ["varchar(20)", "text", "none"],
    ["char(5)", "char", "narrows"],
    ["integer", "varchar(5)", "narrows"],
    ["integer", "varchar(11)", "none"],
    ["bigint", "integer", "narrows"],
    ["int4", "int8", "none"],
    ["integer", "numeric(12,2)", "none"],
    ["integer", "numeric(5)", "narrows"],
    ["numeric(10,2)", "numeric(12,2)", "none"],
    ["numeric(10,2)", "numeric(10,1)", "losesDetail"],
    ["numeric(10,2)", "numeric(8,2)", "narrows"],
    ["numeric", "numeric(10,2)", "narrows"],
    ["numeric(10, 2)", "numeric(10,2)", "none"],
    ["timestamptz", "timestamp(3) with time zone", "losesDetail"],
    ["timestamp(3)", "timestamp", "none"],
    ["timestamp", "timestamptz", "timeZone"],
    ["timestamp", "date", "losesDetail"],
    ["double precision", "real", "losesDetail"],
    ["text", "integer", "mayFail"],
    ["text", "public.mood", "mayFail"],
    ["public.mood", "text", "none"],
    ["integer[]", "bigint[]", "none"],
    ["integer", "integer[]", "none"],
    ["integer[]", "integer", "firstElement"],
    ["json", "jsonb", "none"],
    ["vector(3)", "vector(4)", "mayFail"],
  ] as const)("%s → %s: %s", (from, to, expected) => {
    expect(narrowing({ sql: from }, { sql: to })).toBe(expected);
  });
});

describe("hazards", () => {
  it.each<[string, Operation, string[]]>([
    ["dropTable", { kind: "dropTable", table: t }, ["dataLoss"]],
    ["dropColumn", { kind: "dropColumn", table: t, column: "a" }, ["dataLoss"]],
    [
      "a dropped generated column",
      {
        kind: "dropColumn",
        table: t,
        column: "a",
        previous: {
          name: "a",
          type: text,
          notNull: false,
          generated: { expression: "b", stored: true },
        },
      },
      [],
    ],
    [
      "a column that may be NULL",
      { kind: "addColumn", table: t, column: { name: "a", type: text, notNull: false } },
      [],
    ],
    [
      "NOT NULL without default",
      { kind: "addColumn", table: t, column: { name: "a", type: text, notNull: true } },
      ["needsHuman"],
    ],
    [
      "NOT NULL with default",
      {
        kind: "addColumn",
        table: t,
        column: { name: "a", type: text, notNull: true, default: "''" },
      },
      [],
    ],
    [
      "NOT NULL serial",
      {
        kind: "addColumn",
        table: t,
        column: { name: "a", type: { sql: "integer" }, notNull: true, serial: {} },
      },
      [],
    ],
    [
      "SET NOT NULL",
      { kind: "alterColumn", table: t, column: "a", changes: { notNull: true } },
      ["needsHuman"],
    ],
    [
      "narrowing",
      {
        kind: "alterColumn",
        table: t,
        column: "a",
        changes: { type: { sql: "varchar(5)" } },
        previous: { type: text },
      },
      ["dataLoss"],
    ],
    [
      "widening",
      {
        kind: "alterColumn",
        table: t,
        column: "a",
        changes: { type: text },
        previous: { type: { sql: "varchar(5)" } },
      },
      [],
    ],
    [
      "a value that goes",
      {
        kind: "alterEnum",
        enum: t,
        values: ["a"],
        uses: [],
        previous: { values: ["a", "b"], uses: [] },
      },
      ["needsHuman"],
    ],
    [
      "a value that is mapped",
      {
        kind: "alterEnum",
        enum: t,
        values: ["a"],
        uses: [],
        mapping: { b: "a" },
        previous: { values: ["a", "b"], uses: [] },
      },
      ["dataLoss"],
    ],
    [
      "values in another order",
      {
        kind: "alterEnum",
        enum: t,
        values: ["b", "a"],
        uses: [],
        previous: { values: ["a", "b"], uses: [] },
      },
      [],
    ],
    ["a materialized view", { kind: "dropView", view: t, materialized: true }, ["dataLoss"]],
    ["a view", { kind: "dropView", view: t, materialized: false }, []],
  ])("of %s", (_, operation, kinds) => {
    expect(hazards(operation).map((hazard) => hazard.kind)).toEqual(kinds);
    expect(hazards({ kind: "autocommit", operations: [operation] })).toEqual(hazards(operation));
  });
});

describe("describeOperation", () => {
  it.each<[Operation, string, string]>([
    [
      { kind: "addColumn", table: t, column: { name: "manufacturer", type: text, notNull: false } },
      "public.vehicles.manufacturer",
      "add column public.vehicles.manufacturer",
    ],
    [
      { kind: "renameColumn", table: t, from: "plate", to: "license_plate" },
      "public.vehicles.plate",
      "rename column public.vehicles.plate to license_plate",
    ],
    [
      { kind: "dropView", view: t, materialized: true },
      "public.vehicles",
      "drop materialized view public.vehicles",
    ],
    [
      { kind: "setTableSchema", table: t, to: "fleet" },
      "public.vehicles",
      "move table public.vehicles to fleet",
    ],
    [
      { kind: "enableRowLevelSecurity", table: t },
      "public.vehicles",
      "enable row level security public.vehicles",
    ],
    [
      { kind: "grant", privileges: ["select"], target: { on: "table", name: t }, to: ["driver"] },
      "public.vehicles",
      "grant select on public.vehicles",
    ],
    [{ kind: "execute", sql: "\nUPDATE users\nSET a = 1" }, "UPDATE users", "execute UPDATE users"],
    [
      { kind: "bulkInsert", table: t, rows: [{}] },
      "public.vehicles",
      "insert 1 rows into public.vehicles",
    ],
    [
      { kind: "addEnumValue", enum: { schema: "s", name: "e" }, value: "v" },
      "s.e.v",
      "add enum value s.e.v",
    ],
  ])("%#", (operation, object, sentence) => {
    expect(describeObject(operation)).toBe(object);
    expect(describeOperation(operation)).toBe(sentence);
  });
});
