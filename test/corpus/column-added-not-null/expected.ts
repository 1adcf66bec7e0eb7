import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Fails on a table with rows: add a default, or fill the column in first.
  await op.addColumn("users", text("name").notNull());
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "name");
}
