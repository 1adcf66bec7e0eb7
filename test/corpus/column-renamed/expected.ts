import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("users", "email", "mail");
}

export async function downgrade(op: Op) {
  await op.renameColumn("users", "mail", "email");
}
