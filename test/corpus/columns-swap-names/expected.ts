import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("t", "a", "b_new");
  await op.renameColumn("t", "b", "a");
  await op.renameColumn("t", "b_new", "b");
}

export async function downgrade(op: Op) {
  await op.renameColumn("t", "b", "b_new");
  await op.renameColumn("t", "a", "b");
  await op.renameColumn("t", "b_new", "a");
}
