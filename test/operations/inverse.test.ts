import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GenError } from "../../src/errors.js";
import { compile, isTransactional, inverse, inverseAll } from "../../src/operations/rules.js";
import type { Operation } from "../../src/operations/types.js";
import { reversible } from "./arbitraries.js";

const t = { schema: "public", name: "t" };

describe("inverse", () => {
  it("is its own inverse", () => {
    fc.assert(
      fc.property(reversible, (operation) => {
        expect(inverse(operation).flatMap(inverse)).toEqual([operation]);
      }),
      { numRuns: 2000 },
    );
  });

  it("reverses the order of several", () => {
    fc.assert(
      fc.property(fc.array(reversible, { maxLength: 6 }), (operations) => {
        const back = inverseAll(operations);
        expect(back).toEqual(
          operations
            .map((operation) => inverse(operation))
            .toReversed()
            .flat(),
        );
        expect(inverseAll(back)).toEqual(operations);
        expect(inverse({ kind: "autocommit", operations })).toEqual([
          { kind: "autocommit", operations: back },
        ]);
      }),
    );
  });

  it("restores the foreign keys of a dropped table as operations of their own", () => {
    const foreignKey = {
      name: "f",
      columns: ["a"],
      referencedTable: t,
      referencedColumns: ["id"],
      onDelete: "cascade",
      onUpdate: "no action",
    } as const;
    const previous = {
      ...t,
      columns: [],
      uniqueConstraints: [],
      foreignKeys: [foreignKey],
      checks: [],
      indexes: [],
      policies: [],
      rowSecurity: false,
    };
    expect(inverse({ kind: "dropTable", table: t, previous })).toEqual([
      { kind: "createTable", table: { ...previous, foreignKeys: [] } },
      { kind: "createForeignKey", table: t, constraint: foreignKey },
    ]);
  });

  it.each<Operation>([
    { kind: "dropSchema", name: "s" },
    { kind: "dropTable", table: t },
    { kind: "dropColumn", table: t, column: "a" },
    { kind: "alterColumn", table: t, column: "a", changes: { notNull: true } },
    { kind: "dropConstraint", table: t, name: "c" },
    { kind: "dropIndex", index: t },
    { kind: "dropEnum", enum: t },
    { kind: "addEnumValue", enum: t, value: "a" },
    { kind: "alterEnum", enum: t, values: ["a"], uses: [] },
    { kind: "dropSequence", sequence: t },
    { kind: "dropView", view: t, materialized: false },
    { kind: "dropPolicy", table: t, name: "p" },
    { kind: "dropRole", name: "r" },
    { kind: "commentOn", object: { kind: "table", ...t }, text: "x" },
    { kind: "execute", sql: "SELECT 1" },
    { kind: "bulkInsert", table: t, rows: [] },
  ])("of $kind is refused where what was there is not known", (operation) => {
    const error = errorOf(() => inverse(operation));
    expect(error).toMatchObject({ code: "irreversible", hint: "Write the downgrade by hand." });
  });
});

describe("compile", () => {
  it("leaves no semicolon at a statement's end", () => {
    fc.assert(
      fc.property(reversible, (operation) => {
        const both = [operation, ...inverse(operation)];
        for (const { sql } of both.flatMap(compile)) {
          expect(sql.endsWith(";")).toBe(false);
        }
      }),
    );
  });

  it("knows what cannot run in a transaction", () => {
    const index = { name: "i", unique: false, method: "btree", keys: [], with: {} };
    expect(isTransactional({ kind: "createIndex", table: t, index })).toBe(true);
    expect(
      isTransactional({ kind: "createIndex", table: t, index: { ...index, concurrently: true } }),
    ).toBe(false);
    expect(isTransactional({ kind: "dropIndex", index: t, concurrently: true })).toBe(false);
    expect(isTransactional({ kind: "addEnumValue", enum: t, value: "a" })).toBe(true);
    expect(isTransactional({ kind: "autocommit", operations: [] })).toBe(false);
  });
});

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof GenError) return error;
    throw error;
  }
  return undefined;
}
