import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameConstraint("one", "t", "two");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("two", "t", "one");
}
