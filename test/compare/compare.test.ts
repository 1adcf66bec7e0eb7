import type { Operation } from "../../src/operations/types.js";
import { expect, test } from "vitest";
import { compare } from "../../src/compare/compare.js";
import { applyRenames } from "../../src/compare/renames/apply.js";
import { likelyRenames } from "../../src/compare/renames/questions.js";
import { parseRename } from "../../src/compare/renames/rename.js";
import type { Column, ForeignKey, Schema, Table } from "../../src/schema/types.js";
import { column, schemaOf, table } from "../support/builders.js";

const nothing = schemaOf([]);

const schema = (...tables: readonly Table[]): Schema => schemaOf(tables);

function refersTo(target: string, name = `to_${target}`): ForeignKey {
  return {
    name,
    columns: ["other"],
    referencedTable: { schema: "public", name: target },
    referencedColumns: ["id"],
    onDelete: "no action",
    onUpdate: "no action",
  };
}

const id = { primaryKey: { name: "pk", columns: ["id"] } };

function kinds(operations: readonly Operation[]): readonly string[] {
  return operations.map((operation) =>
    operation.kind === "rename" ? `rename ${operation.object.kind}` : operation.kind,
  );
}

test("equal schemas need nothing", () => {
  const both = schema(table("users", [column("id")]));
  expect(compare(both, both)).toMatchObject({
    upgrade: [],
    downgrade: [],
    left: [],
    obstacles: [],
  });
});

test("tables that refer to each other come first, then the foreign keys of the cycle", () => {
  const a = table("a", [column("id"), column("other")], { ...id, foreignKeys: [refersTo("b")] });
  const b = table("b", [column("id"), column("other")], { ...id, foreignKeys: [refersTo("a")] });
  const { upgrade, downgrade } = compare(nothing, schema(a, b));
  expect(kinds(upgrade)).toEqual([
    "createTable",
    "createTable",
    "createForeignKey",
    "createForeignKey",
  ]);
  // The table that goes first is still referred to by the other.
  expect(kinds(downgrade)).toEqual(["dropConstraint", "dropTable", "dropTable"]);
  const dropping = compare(schema(a, b), nothing);
  expect(kinds(dropping.upgrade)).toEqual(["dropConstraint", "dropTable", "dropTable"]);
  expect(kinds(dropping.downgrade)).toEqual(kinds(upgrade));
});

test("a table's foreign keys follow it directly, and go with it", () => {
  const users = table("users", [column("id")], id);
  const cars = table("cars", [column("id"), column("other")], {
    ...id,
    foreignKeys: [refersTo("users")],
  });
  const { upgrade, downgrade } = compare(nothing, schema(cars, users));
  expect(upgrade.map((one) => [one.kind, "table" in one && one.table.name])).toEqual([
    ["createTable", "users"],
    ["createTable", "cars"],
    ["createForeignKey", "cars"],
  ]);
  expect(kinds(downgrade)).toEqual(["dropTable", "dropTable"]);
});

test("length, nullability and default of a column change in one operation", () => {
  const from = schema(table("users", [column("name", "character varying(20)", { notNull: true })]));
  const to = schema(table("users", [column("name", "character varying(50)", { default: "''" })]));
  expect(compare(from, to).upgrade).toEqual([
    {
      kind: "alterColumn",
      table: { schema: "public", name: "users" },
      column: "name",
      changes: { type: { sql: "character varying(50)" }, notNull: false, default: "''" },
      previous: { type: { sql: "character varying(20)" }, notNull: true, default: null },
    },
  ]);
});

test("between a default and a NOT NULL the rows that hold NULL are filled", () => {
  const from = schema(table("users", [column("name", "character varying(20)")]));
  const to = schema(
    table("users", [column("name", "character varying(50)", { notNull: true, default: "''" })]),
  );
  const on = { table: { schema: "public", name: "users" }, column: "name" };
  const { upgrade, downgrade } = compare(from, to);
  expect(upgrade).toMatchObject([
    {
      kind: "alterColumn",
      ...on,
      changes: { type: { sql: "character varying(50)" }, default: "''" },
    },
    {
      kind: "execute",
      sql: `UPDATE "public"."users" SET "name" = DEFAULT WHERE "name" IS NULL`,
    },
    { kind: "alterColumn", ...on, changes: { notNull: true } },
  ]);
  expect(downgrade).toMatchObject([
    {
      kind: "alterColumn",
      ...on,
      changes: { type: { sql: "character varying(20)" }, default: null, notNull: false },
    },
  ]);
});

test("a constraint or index under another name is renamed", () => {
  const from = table("users", [column("id")], {
    primaryKey: { name: "users_pk_old", columns: ["id"] },
    checks: [{ name: "old", expression: "(id > 0)" }],
  });
  const to = table("users", [column("id")], {
    primaryKey: { name: "users_pkey", columns: ["id"] },
    checks: [{ name: "positive", expression: "(id > 0)" }],
  });
  expect(kinds(compare(schema(from), schema(to)).upgrade)).toEqual([
    "rename constraint",
    "rename constraint",
  ]);
});

test("a table that Drizzle cannot say is left and named", () => {
  const events = table("events", [column("id")], { special: "partitioned" });
  expect(compare(schema(events), nothing)).toMatchObject({
    upgrade: [],
    downgrade: [],
    left: ["public.events"],
    obstacles: [],
  });
});

test("what a model cannot say of a constraint survives its change", () => {
  const from = table("cars", [column("other")], {
    foreignKeys: [{ ...refersTo("users"), deferrable: true, initiallyDeferred: true }],
  });
  const to = table("cars", [column("other")], {
    foreignKeys: [{ ...refersTo("users"), onDelete: "cascade" }],
  });
  const users = table("users", [column("id")], id);
  const created = compare(schema(from, users), schema(to, users)).upgrade[1];
  expect(created).toMatchObject({
    kind: "createForeignKey",
    constraint: { onDelete: "cascade", deferrable: true, initiallyDeferred: true },
  });
});

test("an enum value that the same plan uses is committed first, in an operation of its own", () => {
  const type = { schema: "public", name: "status" };
  const status = (text: string): Column => ({
    name: "status",
    type: { sql: "public.status", enum: type },
    notNull: true,
    default: text,
  });
  const from = {
    ...schema(table("jobs", [status("'old'::public.status")])),
    enums: [{ ...type, values: ["old"] }],
  };
  const to = {
    ...schema(table("jobs", [status("'new'")])),
    enums: [{ ...type, values: ["old", "new"] }],
  };
  const { upgrade, downgrade } = compare(from, to);
  expect(kinds(upgrade)).toEqual(["autocommit", "alterColumn"]);
  expect(kinds(downgrade)).toEqual(["alterColumn", "alterEnum"]);
});

test("values are added where they belong, each beside one that is there already", () => {
  const type = { schema: "public", name: "mood" };
  const from = { ...nothing, enums: [{ ...type, values: ["b", "d"] }] };
  const to = { ...nothing, enums: [{ ...type, values: ["a", "a2", "b", "c", "d", "e", "f"] }] };
  expect(compare(from, to).upgrade).toMatchObject([
    { value: "a", before: "b" },
    { value: "a2", after: "a" },
    { value: "c", after: "b" },
    { value: "e" },
    { value: "f" },
  ]);
});

test("renames reach keys, indexes and the foreign keys of other tables", () => {
  const users = table("users", [column("id"), column("mail")], {
    ...id,
    uniqueConstraints: [{ name: "u", columns: ["mail"], nullsNotDistinct: false }],
  });
  const cars = table("cars", [column("other")], { foreignKeys: [refersTo("users")] });
  const { schema: renamed, steps } = applyRenames(schema(users, cars), [
    parseRename("table:users=people"),
    parseRename("column:people.mail=email"),
    parseRename("column:users.id=key"),
  ]);
  expect(kinds(steps.flatMap(({ operations }) => operations))).toEqual([
    "rename column",
    "rename column",
    "rename table",
  ]);
  expect(renamed.tables).toMatchObject([
    {
      name: "people",
      primaryKey: { columns: ["key"] },
      uniqueConstraints: [{ columns: ["email"] }],
    },
    { foreignKeys: [{ referencedTable: named("people"), referencedColumns: ["key"] }] },
  ]);
});

test("a rename of what is not there, or to what is, says so", () => {
  const both = schema(table("users", [column("id")]), table("people", [column("id")]));
  const rename = (from: string, to: string) => () =>
    applyRenames(both, [parseRename(`table:${from}=${to}`)]);
  expect(rename("nobody", "somebody")).toThrow(expect.objectContaining({ code: "unknown_rename" }));
  expect(rename("users", "people")).toThrow(expect.objectContaining({ code: "rename_taken" }));
});

test("likely renames: a table with the same columns, a column of the same make", () => {
  const from = schema(
    table("cars", [column("id"), column("vin", "text"), column("colour", "text")]),
    table("log", [column("id")]),
  );
  const to = schema(
    table("vehicles", [column("id"), column("vin", "text"), column("colour", "text")]),
    table("log", [column("id")]),
  );
  expect(likelyRenames(from, to)).toEqual([parseRename("table:cars=vehicles")]);
  const colour = schema(table("cars", [column("id"), column("colour", "text")]));
  const color = schema(table("cars", [column("id"), column("color", "text")]));
  const size = schema(table("cars", [column("id"), column("size", "integer")]));
  expect(likelyRenames(colour, color)).toEqual([parseRename("column:cars.colour=color")]);
  expect(likelyRenames(colour, size)).toEqual([]);
});

function named(name: string): { schema: string; name: string } {
  return { schema: "public", name };
}
