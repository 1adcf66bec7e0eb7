import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameSequence("numbers", "order_numbers");
}

export async function downgrade(op: Op) {
  await op.renameSequence("order_numbers", "numbers");
}
