import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", ["a"], { with: { fillfactor: 90 } });
}

export async function downgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", ["a"], { with: { fillfactor: 70 } });
}
