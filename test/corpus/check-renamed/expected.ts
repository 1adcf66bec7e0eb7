import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameConstraint("c", "t", "d");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("d", "t", "c");
}
