import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.enableRowLevelSecurity("t");
  await op.createPolicy("a", "t", { to: "current_user", using: "true" });
  await op.createPolicy("b", "t", { using: "true" });
}

export async function downgrade(op: Op) {
  await op.dropPolicy("b", "t");
  await op.dropPolicy("a", "t");
  await op.disableRowLevelSecurity("t");
}
