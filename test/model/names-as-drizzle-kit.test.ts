import { generateDrizzleJson } from "drizzle-kit/api";
import * as pg from "drizzle-orm/pg-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeExports } from "./apply.js";

const key = fc.constantFrom("id", "userId", "firstName", "x", "URL", "a_b", "createdAt2");
const name = fc.option(fc.constantFrom("id_", "OwnName", "x_y"), { nil: undefined });

const columns = fc.dictionary(key, name, { minKeys: 2, maxKeys: 5 }).filter((picked) => {
  const names = Object.entries(picked).map(([k, own]) =>
    (own ?? k).toLowerCase().replaceAll("_", ""),
  );
  return new Set(names).size === names.length;
});

/** The names of one kind in a table of drizzle-kit's snapshot. */
function keysOf(table: unknown, kind: string): string[] {
  return Object.keys(Object(Reflect.get(Object(table), kind)));
}

test("keys, constraints and indexes have the names that drizzle-kit gives", () => {
  fc.assert(
    fc.property(
      columns,
      fc.constantFrom(undefined, "snake_case" as const, "camelCase" as const),
      (picked, casing) => {
        const build = () =>
          Object.fromEntries(Object.entries(picked).map(([k, own]) => [k, pg.integer(own ?? "")]));
        const parent = pg.pgTable("parentTable", build(), (c) => [
          pg.primaryKey({ columns: Object.values(c) as never }),
        ]);
        const child = pg.pgTable("child", build(), (c) => {
          const [first, ...rest] = Object.values(c) as [
            pg.ExtraConfigColumn,
            ...pg.ExtraConfigColumn[],
          ];
          const all = [first, ...rest];
          return [
            pg.index().on(first, ...rest),
            pg.unique().on(first, ...rest),
            pg.foreignKey({
              columns: all as never,
              foreignColumns: Object.keys(picked).map((k) => Reflect.get(parent, k)) as never,
            }),
          ];
        });
        const kit = generateDrizzleJson({ parent, child }, undefined, undefined, casing);
        const [ours, theirs] = [
          describeExports({ parent, child }, { casing }),
          Object.values(kit.tables),
        ];
        for (const [i, table] of ours.tables.entries()) {
          const other = theirs[i];
          expect(table.columns.map((column) => column.name)).toEqual(keysOf(other, "columns"));
          expect(table.indexes.map((index) => index.name)).toEqual(keysOf(other, "indexes"));
          expect(table.uniqueConstraints.map((unique) => unique.name)).toEqual(
            keysOf(other, "uniqueConstraints"),
          );
          expect(table.foreignKeys.map((foreignKey) => foreignKey.name)).toEqual(
            keysOf(other, "foreignKeys").map((one) => one.slice(0, 63)),
          );
          expect(table.primaryKey === undefined ? [] : [table.primaryKey.name]).toEqual(
            keysOf(other, "compositePrimaryKeys").map((one) => one.slice(0, 63)),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});
