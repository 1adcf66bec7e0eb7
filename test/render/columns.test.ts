/** A column reads as one would write it in a model. */
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/schema/types.js";
import { columnBuilder } from "../../src/render/columns.js";
import { Imports } from "../../src/render/imports.js";
import { column } from "../support/builders.js";

const id = { startWith: "1", increment: "1", minValue: "1", cache: "1", cycle: false } as const;
const collate = '"pg_catalog"."C"';

const cases: readonly (readonly [Column, string])[] = [
  [column("a", "text"), 'text("a")'],
  [column("a", "text", { notNull: true }), 'text("a").notNull()'],
  [column("a", "character varying(50)"), 'varchar("a", { length: 50 })'],
  [column("a", "character(3)"), 'char("a", { length: 3 })'],
  [column("a", "bigint"), 'bigint("a", { mode: "number" })'],
  [column("a", "numeric(10,2)"), 'numeric("a", { precision: 10, scale: 2 })'],
  [
    column("a", "timestamp(3) with time zone", { notNull: true, default: "now()" }),
    'timestamp("a", { precision: 3, withTimezone: true }).notNull().defaultNow()',
  ],
  [column("a", "interval(0)"), 'sqlType("interval(0)")("a")'],
  [
    column("a", "interval day to second(3)"),
    'interval("a", { fields: "day to second", precision: 3 })',
  ],
  [column("a", "uuid", { default: "gen_random_uuid()" }), 'uuid("a").defaultRandom()'],
  [column("a", "uuid", { default: "uuid_v7()" }), 'uuid("a").default(sql`uuid_v7()`)'],
  [column("a", "integer", { default: "5" }), 'integer("a").default(5)'],
  [column("a", "integer", { default: "'-5'::integer" }), 'integer("a").default(-5)'],
  [column("a", "bigint", { default: "'5'::bigint" }), "sql`'5'::bigint`"],
  [column("a", "bigint", { default: "9007199254740993" }), "sql`9007199254740993`"],
  [column("a", "numeric", { default: "1.50" }), 'numeric("a").default("1.50")'],
  [column("a", "boolean", { default: "false" }), 'boolean("a").default(false)'],
  [column("a", "text", { default: "'it''s'::text" }), 'text("a").default("it\'s")'],
  [column("a", "text", { default: "'5'::integer" }), "sql`'5'::integer`"],
  [column("a", "text", { default: "lower('A')" }), "sql`lower('A')`"],
  [column("a", "text", { default: "'a' || 'b'" }), "sql`'a' || 'b'`"],
  [column("a", "text", { default: "'a'::text || 'b'::text" }), "sql`'a'::text || 'b'::text`"],
  [column("a", "text[]", { default: "'{}'::text[]" }), 'text("a").array().default([])'],
  [column("a", "integer[][]"), 'integer("a").array().array()'],
  [
    column("a", "jsonb", { default: `'{"b": [1, null]}'::jsonb` }),
    'jsonb("a").default({ b: [1, null] })',
  ],
  [column("a", "jsonb", { default: `'{"b": 1.0}'` }), "sql`'{\"b\": 1.0}'`"],
  [column("a", "json", { default: `'{"b": 1}'` }), "sql`'{\"b\": 1}'`"],
  [column("a", "json", { default: `'{"b":1}'` }), 'json("a").default({ b: 1 })'],
  [
    column("a", "public.user_role", { default: "'admin'::public.user_role" }),
    'sqlType("public.user_role")("a").default("admin")',
  ],
  [column("a", 'fleet."Kind"[]'), 'sqlType("fleet.\\"Kind\\"")("a").array()'],
  [column("a", "public.vector(3)"), 'sqlType("public.vector(3)")("a")'],
  [column("a", "vector(3)"), 'vector("a", { dimensions: 3 })'],
  [
    column("a", "text", { collation: collate }),
    'sqlType("text COLLATE \\"pg_catalog\\".\\"C\\"")("a")',
  ],
  [
    column("a", "integer", { generated: { expression: "b + 1", stored: true } }),
    'integer("a").generatedAlwaysAs(sql`b + 1`)',
  ],
  [
    column("a", "integer", { generated: { expression: "b + 1", stored: false }, notNull: true }),
    'sqlType("integer GENERATED ALWAYS AS (b + 1) VIRTUAL")("a").notNull()',
  ],
  [column("a", "smallint", { serial: {}, notNull: true }), 'smallserial("a")'],
  [column("a", "bigint", { serial: {}, notNull: true }), 'bigserial("a", { mode: "number" })'],
  [
    column("a", "integer", {
      notNull: true,
      identity: { generation: "always", options: { ...id, maxValue: "2147483647" } },
    }),
    'integer("a").generatedAlwaysAsIdentity()',
  ],
  [
    column("a", "integer", {
      notNull: true,
      identity: {
        generation: "byDefault",
        sequenceName: "own",
        options: { ...id, maxValue: "99", startWith: "10" },
      },
    }),
    'integer("a").generatedByDefaultAsIdentity({ name: "own", startWith: 10, maxValue: 99 })',
  ],
];

describe("a column", () => {
  it.each(cases.map(([given, code]) => [code, given] as const))("reads as %s", (code, given) => {
    const written = columnBuilder(given, new Imports());
    if (code.startsWith("sql`")) expect(written).toContain(`.default(${code})`);
    else expect(written).toBe(code);
  });
});
