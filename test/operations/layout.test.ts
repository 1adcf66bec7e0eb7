import { describe, expect, it } from "vitest";
import { compile } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import { column, index, table } from "../support/builders.js";
import { asc } from "./cases.js";

const t = { schema: "public", name: "vehicles" };

const sql = (operation: Operation): string[] =>
  compile(operation).map((statement) => statement.sql);

describe("the SQL of a review", () => {
  it("shows a table with a column on each line", () => {
    const created = table(
      "vehicles",
      [
        column("id", "integer", { notNull: true, serial: {} }),
        column("vin", "character varying(17)", { notNull: true }),
        column("status", "text", { notNull: true, default: "'new'::text" }),
      ],
      {
        primaryKey: { name: "vehicles_pkey", columns: ["id"] },
        uniqueConstraints: [
          { name: "vehicles_vin_unique", columns: ["vin"], nullsNotDistinct: false },
        ],
        indexes: [index("vehicles_status_index", [{ column: "status", ...asc }])],
      },
    );
    expect(sql({ kind: "createTable", table: created })).toEqual([
      `CREATE TABLE "public"."vehicles" (
  "id" serial,
  "vin" character varying(17) NOT NULL,
  "status" text DEFAULT 'new'::text NOT NULL,
  CONSTRAINT "vehicles_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "vehicles_vin_unique" UNIQUE ("vin")
)`,
      'CREATE INDEX "vehicles_status_index" ON "public"."vehicles" USING "btree" ("status")',
    ]);
  });

  it("keeps one change on one line and puts several below each other", () => {
    expect(sql({ kind: "addColumn", table: t, column: column("a", "text") })).toEqual([
      'ALTER TABLE "public"."vehicles" ADD COLUMN "a" text',
    ]);
    const changes = {
      type: { sql: "integer" },
      using: '"a"::integer',
      default: "1",
      notNull: true,
    };
    expect(sql({ kind: "alterColumn", table: t, column: "a", changes })).toEqual([
      `ALTER TABLE "public"."vehicles"
  ALTER COLUMN "a" DROP DEFAULT,
  ALTER COLUMN "a" TYPE integer USING "a"::integer,
  ALTER COLUMN "a" SET NOT NULL,
  ALTER COLUMN "a" SET DEFAULT 1`,
    ]);
  });

  it("says nothing that PostgreSQL assumes", () => {
    expect(
      sql({
        kind: "createPolicy",
        table: t,
        policy: { name: "p", as: "permissive", for: "all", to: ["public"] },
      }),
    ).toEqual(['CREATE POLICY "p" ON "public"."vehicles"']);
    expect(
      sql({
        kind: "createRole",
        role: { name: "r", createDb: false, createRole: false, inherit: true },
      }),
    ).toEqual(['CREATE ROLE "r"']);
  });

  it("refuses a collation without a type, and a mapping that leads nowhere", () => {
    const changes = { collation: '"C"' };
    expect(() => compile({ kind: "alterColumn", table: t, column: "a", changes })).toThrow(
      "public.vehicles.a gets a new collation without a type",
    );
    const alter = (mapping: Record<string, string>) => () =>
      compile({ kind: "alterEnum", enum: t, values: ["a"], uses: [], mapping });
    expect(alter({ b: "c" })).toThrow('maps "b" to "c", which is not one of its values');
    expect(alter({ a: "a" })).toThrow('maps "a", which is not removed');
  });
});
