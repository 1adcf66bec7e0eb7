import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameIndex("i", "k");
}

export async function downgrade(op: Op) {
  await op.renameIndex("k", "i");
}
