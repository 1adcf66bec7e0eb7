import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createTable("t", {});
}

export async function downgrade(op: Op) {
  // loses data: Drops the table with all its rows.
  await op.dropTable("t");
}
