import { describe, expect, it } from "vitest";
import { describeObject, describeOperation } from "../../src/operations/rules.js";
import type { Hazard } from "../../src/operations/hazard.js";
import { planHazards } from "../../src/operations/hazards.js";
import { narrowing } from "../../src/operations/casts.js";
import type { ColumnChanges, Operation } from "../../src/operations/types.js";
import type { Identity } from "../../src/schema/types.js";

function hazards(operation: Operation): readonly Hazard[] {
  return [...planHazards([operation]).values()].flat();
}

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
    ["dropTable", { kind: "dropTable", table: t }, ["losesData"]],
    ["dropColumn", { kind: "dropColumn", table: t, column: "a" }, ["losesData"]],
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
      ["needsReview"],
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
      ["needsReview"],
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
      ["losesData"],
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
      "a removed value",
      {
        kind: "alterEnum",
        enum: t,
        values: ["a"],
        uses: [],
        previous: { values: ["a", "b"], uses: [] },
      },
      ["needsReview"],
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
      ["losesData"],
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
    ["a materialized view", { kind: "dropView", view: t, materialized: true }, ["losesData"]],
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
      { kind: "rename", object: { kind: "column", table: t, name: "plate" }, to: "license_plate" },
      "public.vehicles.plate",
      "rename column public.vehicles.plate to license_plate",
    ],
    [
      { kind: "dropView", view: t, materialized: true },
      "public.vehicles",
      "drop materialized view public.vehicles",
    ],
    [
      { kind: "setSchema", object: { kind: "table", ...t }, to: "fleet" },
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

describe("an alteration says from what to what", () => {
  const integer = { sql: "integer" };
  const bigint = { sql: "bigint" };
  const identity = (maxValue: string): Identity => ({
    generation: "always",
    options: { startWith: "1", increment: "1", minValue: "1", maxValue, cache: "1", cycle: false },
  });
  const alterColumn = (changes: ColumnChanges, previous?: ColumnChanges): Operation => ({
    kind: "alterColumn",
    table: t,
    column: "c",
    changes,
    ...(previous && { previous }),
  });

  it.each<[Operation, string]>([
    [alterColumn({ type: bigint }, { type: integer }), "type integer -> bigint"],
    [alterColumn({ type: bigint, using: "c::bigint" }), "type bigint"],
    [alterColumn({ notNull: true }, { notNull: false }), "not null"],
    [alterColumn({ notNull: false }, { notNull: true }), "null allowed"],
    [alterColumn({ default: "1" }, { default: "0" }), "default 0 -> 1"],
    [alterColumn({ default: "now()" }, { default: null }), "default none -> now()"],
    [alterColumn({ default: null }, { default: "'a'::text" }), "default 'a'::text -> none"],
    [alterColumn({ default: null }), "no default"],
    [
      alterColumn({ default: `'${"x".repeat(100)}'` }, { default: "'a\nb'" }),
      `default 'a b' -> '${"x".repeat(58)}…`,
    ],
    [
      alterColumn({ identity: identity("9") }, { identity: identity("7") }),
      "identity max value 7 -> 9",
    ],
    [alterColumn({ identity: identity("9") }, { identity: null }), "identity none -> always"],
    [
      alterColumn({ type: bigint, notNull: true, collation: null }, { type: integer }),
      "type integer -> bigint, not null, no collation",
    ],
    [
      {
        kind: "alterEnum",
        enum: t,
        values: ["a", "c"],
        uses: [],
        previous: { values: ["a", "b"], uses: [] },
      },
      "without b, with c",
    ],
    [
      {
        kind: "alterEnum",
        enum: t,
        values: ["b", "a"],
        uses: [],
        previous: { values: ["a", "b"], uses: [] },
      },
      "order b, a",
    ],
    [
      {
        kind: "alterSequence",
        sequence: t,
        changes: { increment: "5", ownedBy: { table: t, column: "id" } },
        previous: { increment: "1", ownedBy: null },
      },
      "increment 1 -> 5, owned by none -> public.vehicles.id",
    ],
    [
      {
        kind: "alterPolicy",
        table: t,
        name: "p",
        changes: { to: ["app", "admin"], using: "true" },
        previous: { to: ["public"], using: "false" },
      },
      "to public -> app, admin, using false -> true",
    ],
  ])("%#", (operation, changes) => {
    expect(describeOperation(operation)).toMatch(new RegExp(`^alter [^:]*: `));
    expect(describeOperation(operation).replace(/^[^:]*: /, "")).toBe(changes);
  });
});
