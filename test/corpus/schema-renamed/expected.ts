import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameSchema("app", "core");
}

export async function downgrade(op: Op) {
  await op.renameSchema("core", "app");
}
