import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameView("v", "everybody");
}

export async function downgrade(op: Op) {
  await op.renameView("everybody", "v");
}
