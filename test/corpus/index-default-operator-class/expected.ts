import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createIndex("l", "t", ["a"]);
}

export async function downgrade(op: Op) {
  await op.dropIndex("l");
}
