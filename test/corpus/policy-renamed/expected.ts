import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renamePolicy("p", "t", "readers");
}

export async function downgrade(op: Op) {
  await op.renamePolicy("readers", "t", "p");
}
