import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameConstraint("u", "t", "v");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("v", "t", "u");
}
