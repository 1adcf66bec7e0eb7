import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addColumn("users", text("name"));
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "name");
}
