import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", [
    { column: "a", order: "desc", nulls: "last" },
    { column: "b", nulls: "first" },
  ]);
}

export async function downgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", ["a", "b"]);
}
