import { boolean } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addColumn("users", boolean("active").notNull().default(true));
}

export async function downgrade(op: Op) {
  // loses data: Drops the column with all its values.
  await op.dropColumn("users", "active");
}
