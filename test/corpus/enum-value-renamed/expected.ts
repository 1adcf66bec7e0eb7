import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameEnumValue("mood", "happy", "glad");
}

export async function downgrade(op: Op) {
  await op.renameEnumValue("mood", "glad", "happy");
}
