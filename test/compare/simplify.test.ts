import { expect, test } from "vitest";
import { withoutNeedlessDrops } from "../../src/compare/passes/finished-operations.js";
import type { Operation } from "../../src/operations/types.js";

const own = { schema: "public", name: "own" };
const other = { schema: "public", name: "other" };
const dropForeignKey: Operation = {
  kind: "dropConstraint",
  table: own,
  name: "fk",
  previous: {
    type: "foreignKey",
    constraint: {
      name: "fk",
      columns: ["a"],
      referencedTable: other,
      referencedColumns: ["b"],
      onDelete: "no action",
      onUpdate: "no action",
    },
  },
};
const dropOwn: Operation = { kind: "dropTable", table: own };

test("a foreign key goes with its table", () => {
  const between: Operation = { kind: "dropColumn", table: own, column: "c" };
  expect(withoutNeedlessDrops([dropForeignKey, between, dropOwn])).toEqual([between, dropOwn]);
});

test.each<Operation>([
  { kind: "dropTable", table: other },
  { kind: "dropConstraint", table: other, name: "k" },
  { kind: "dropIndex", index: { schema: "public", name: "i" } },
  { kind: "dropColumn", table: other, column: "b" },
  { kind: "alterColumn", table: other, column: "b", changes: { type: { sql: "text" } } },
  {
    kind: "alterEnum",
    enum: other,
    values: [],
    uses: [],
  },
])("a foreign key goes before what it stands on does: $kind", (operation) => {
  const all = [dropForeignKey, operation, dropOwn];
  expect(withoutNeedlessDrops(all)).toEqual(all);
});
