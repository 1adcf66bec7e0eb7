import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameEnum("mood", "feeling");
}

export async function downgrade(op: Op) {
  await op.renameEnum("feeling", "mood");
}
