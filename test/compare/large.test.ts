/** The time that a comparison takes grows with the number of objects, not with its square. */
import { expect, test } from "vitest";
import { compare } from "../../src/compare/compare.js";
import { column, schemaOf, table } from "../support/builders.js";
import type { ForeignKey, Schema, Table } from "../../src/schema/types.js";

const count = 4000;

/** Tables in one chain of references, each with an enum of its own and an index. */
function schema(extra: boolean): Schema {
  const tables = Array.from({ length: count }, (_, number): Table => {
    const columns = ["a", "b", "c", "d", "e"].map((name) => column(name, "integer"));
    const type = { schema: "public", name: `e${number}` };
    const last = extra && number === count - 1;
    const foreignKey: ForeignKey = {
      name: `t${number}_fk`,
      columns: ["a"],
      referencedTable: { schema: "public", name: `t${number - 1}` },
      referencedColumns: ["id"],
      onDelete: "cascade",
      onUpdate: "no action",
    };
    return table(
      `t${number}`,
      [
        column("id", "integer", { notNull: true }),
        ...columns,
        column("kind", `public.e${number}`, { type: { sql: `public.e${number}`, enum: type } }),
        ...(last ? [column("added", "text")] : []),
      ],
      {
        primaryKey: { name: `t${number}_pkey`, columns: ["id"] },
        foreignKeys: number === 0 ? [] : [foreignKey],
      },
    );
  });
  const enums = tables.map((_, number) => ({
    schema: "public",
    name: `e${number}`,
    values: ["a", "b"],
  }));
  return schemaOf(tables, { enums });
}

const empty = schemaOf([]);

test.each([
  ["one column is added", schema(false), schema(true), 1],
  ["nothing is there yet", empty, schema(false), count * 3 - 1],
  ["everything goes", schema(false), empty, count * 2],
])("%s: 4,000 tables take seconds", (_, from, to, operations) => {
  const start = performance.now();
  const { upgrade } = compare(from, to);
  // A few tenths of a second each, where a search of everything for everything takes minutes.
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(upgrade).toHaveLength(operations);
});
