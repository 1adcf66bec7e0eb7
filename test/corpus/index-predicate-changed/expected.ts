import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", ["a"], { where: '"a" > 2' });
}

export async function downgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", ["a"], { where: "(a > 1)" });
}
