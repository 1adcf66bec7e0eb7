import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("t", "old", "new");
}

export async function downgrade(op: Op) {
  await op.renameColumn("t", "new", "old");
}
