import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("t", "a", "b");
  await op.renameConstraint("t_a_unique", "t", "t_b_unique");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("t_b_unique", "t", "t_a_unique");
  await op.renameColumn("t", "b", "a");
}
