import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropIndex("t_a");
  await op.createIndex(
    "t_a",
    "t",
    [{ column: "a", order: "desc", nulls: "last" }],
    { include: ["b"] },
  );
}

export async function downgrade(op: Op) {
  await op.dropIndex("t_a");
  await op.createIndex("t_a", "t", ["a"], { include: ["b"] });
}
