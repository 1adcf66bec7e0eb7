import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { default: 2 });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { default: 1 });
}
