import {
  bigserial,
  serial,
  smallserial,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable("b", {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    s: smallserial("s"),
  });

  // loses data: Drops the table with all its rows.
  await op.dropTable("a");
}

export async function downgrade(op: Op) {
  await op.createTable(
    "a",
    {
      id: serial("id").primaryKey(),
      n: text("n").notNull(),
    },
    (t) => [unique("a_n_unique").on(t.n)],
  );

  // loses data: Drops the table with all its rows.
  await op.dropTable("b");
}
