import { index, integer } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable(
    "t",
    {
      a: integer("a"),
    },
    (t) => [index("i").using("brin", t.a).with({ pages_per_range: 32 })],
  );
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
}
