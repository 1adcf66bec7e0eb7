import { integer, text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("logs");
}

export async function downgrade(op: Op) {
  await op.createTable("logs", {
    id: integer("id").primaryKey(),
    line: text("line"),
  });
}
