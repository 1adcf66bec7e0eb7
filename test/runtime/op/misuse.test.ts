import { sql } from "drizzle-orm";
import { integer, text } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { GenError } from "../../../src/errors.js";
import type { Op } from "../../../src/runtime/op/create-op.js";
import { recordingOp } from "./recording.js";

/** What the compiler would not let pass, and plain JavaScript does. */
function wrong<T = never>(value: unknown): T {
  return value as T;
}

const mistakes: readonly (readonly [string, (op: Op) => Promise<unknown>, string])[] = [
  [
    "a missing table",
    (op) => op.dropTable(wrong(undefined)),
    "op.dropTable: the table is missing.",
  ],
  ["an empty name", (op) => op.dropTable(""), 'op.dropTable: the table is "".'],
  [
    "an empty name in a schema",
    (op) => op.dropTable({ schema: "", name: "a" }),
    'the schema is ""',
  ],
  [
    "an unknown key of a name",
    (op) => op.dropTable(wrong({ table: "a" })),
    'there is no option "table"',
  ],
  ["a long name", (op) => op.createSchema("é".repeat(32)), "is longer than 63 bytes"],
  ["a long column", (op) => op.addColumn("t", text("c".repeat(64))), "cut it to 63"],
  ["a name with a zero byte", (op) => op.createSchema("a\0"), "holds a zero byte"],
  [
    "a column without a name",
    (op) => op.addColumn("t", text()),
    "op.addColumn: the column has no name",
  ],
  ["no builder", (op) => op.addColumn("t", wrong("text")), "what is given is not a column builder"],
  [
    "no builder in a table",
    (op) => op.createTable("t", wrong<Record<string, never>>({ a: "text" })),
    '"a" is not a column builder',
  ],
  [
    "no columns of a table",
    (op) => op.createTable("t", wrong<Record<string, never>>(undefined)),
    "the columns are missing",
  ],
  ["no change", (op) => op.alterColumn("t", "a", {}), "no change is given"],
  [
    "an unknown change",
    (op) => op.alterColumn("t", "a", wrong({ notNull: true })),
    'no option "notNull"',
  ],
  [
    "USING without a type",
    (op) => op.alterColumn("t", "a", { using: "1" }),
    "using is given without type",
  ],
  ["an empty type", (op) => op.alterColumn("t", "a", { type: " " }), "the type is empty"],
  [
    "a default that is no SQL",
    (op) => op.alterColumn("t", "a", { default: wrong({}) }),
    "the default is {}",
  ],
  [
    "a default that is no number",
    (op) => op.alterColumn("t", "a", { default: NaN }),
    "the default is NaN",
  ],
  ["a fraction", (op) => op.createSequence("q", { startWith: 1.5 }), "startWith is 1.5"],
  [
    "an unknown sequence option",
    (op) => op.createSequence("q", wrong({ start: 1 })),
    'no option "start"',
  ],
  [
    "an unknown type of a sequence",
    (op) => op.createSequence("q", wrong({ type: "text" })),
    'op.createSequence: the type is "text"',
  ],
  [
    "columns of an enum that are no array",
    (op) => op.alterEnum("e", ["a"], wrong({ columns: "t.a" })),
    'op.alterEnum: the columns are "t.a"',
  ],
  ["no columns", (op) => op.createPrimaryKey("p", "t", []), "the columns are []"],
  ["a column twice", (op) => op.createUniqueConstraint("u", "t", ["a", "a"]), '"a" is named twice'],
  [
    "columns that do not match",
    (op) => op.createForeignKey("f", "t", ["a", "b"], "u", ["c"]),
    "has 2 columns but refers to 1",
  ],
  ["an empty expression", (op) => op.createCheckConstraint("c", "t", " "), 'expression is " "'],
  [
    "an unknown option",
    (op) => op.createIndex("i", "t", ["a"], wrong({ uniqe: true })),
    'op.createIndex: there is no option "uniqe".',
  ],
  ["no keys", (op) => op.createIndex("i", "t", []), 'index "i" has no keys'],
  ["no list of values", (op) => op.createEnum("e", wrong("a")), 'the values are "a"'],
  ["a value twice", (op) => op.createEnum("e", ["a", "a"]), '"a" is given twice'],
  [
    "two places",
    (op) => op.addEnumValue("e", "a", { before: "b", after: "c" }),
    "both before and after",
  ],
  ["no role", (op) => op.createPolicy("p", "t", { to: [] }), "the roles are []"],
  ["no option of a view", (op) => op.alterView("v", { with: {} }), "no option is given"],
  [
    "a column without its table",
    (op) => op.commentOn("column", wrong("t.a"), "x"),
    "a column needs its table as well as its name",
  ],
  ["an unknown kind", (op) => op.commentOn(wrong("domain"), "t", "x"), 'there is no kind "domain"'],
  [
    "a text that is none",
    (op) => op.commentOn("table", "t", wrong(5)),
    "neither a string nor null",
  ],
  ["a strange right", (op) => op.grant("select; drop", "t", "r"), "is not a privilege"],
  [
    "values beside sql",
    (op) => op.execute(sql`SELECT 1`, [1]),
    "values are given in addition to Drizzle's sql",
  ],
  ["values that are no array", (op) => op.execute("SELECT $1", wrong(1)), "the values are 1"],
  ["rows that are no array", (op) => op.bulkInsert("t", wrong({})), "the rows are not an array"],
  [
    "nothing to set",
    (op) => op.batchUpdate({ table: "t", set: {}, where: "true" }),
    "nothing is set",
  ],
  [
    "no batch size",
    (op) => op.batchUpdate({ table: "t", set: { a: 1 }, where: "true", batchSize: 0 }),
    "batchSize is 0",
  ],
  ["no function", (op) => op.autocommit(wrong(undefined)), "no function is given"],
];

describe("op refuses", () => {
  it.each(mistakes)("%s", async (_, said, message) => {
    const { op, operations } = recordingOp();
    const error: unknown = await said(op).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GenError);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    expect(operations).toEqual([]);
  });
});

describe("op while a script is written", () => {
  it("cannot ask a database", async () => {
    const { op } = recordingOp({ isOffline: true });
    await expect(op.query("SELECT 1")).rejects.toMatchObject({ code: "offline" });
    expect(() => op.db).toThrow("op.db needs a database");
    await expect(op.alterEnum("e", ["a"])).rejects.toThrow("cannot be looked up");
  });

  it("updates everything in one statement", async () => {
    const { op, operations } = recordingOp({ isOffline: true });
    await op.batchUpdate({ table: "t", set: { a: "'x'", b: null }, where: sql`a = ${1}` });
    expect(operations).toEqual([
      { kind: "execute", sql: `UPDATE "public"."t"\nSET "a" = 'x', "b" = NULL\nWHERE (a = 1)` },
    ]);
  });
});

it("says why there is no way back", async () => {
  const { op } = recordingOp();
  await expect(op.irreversible("The rows are gone.")).rejects.toMatchObject({
    code: "irreversible",
    message: "This migration cannot be undone: The rows are gone.",
  });
  await op.addColumn("t", integer("a"));
});
