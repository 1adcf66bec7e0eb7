import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropPolicy("p", "t");
  await op.createPolicy("p", "t", { for: "delete", using: "true" });
}

export async function downgrade(op: Op) {
  await op.dropPolicy("p", "t");
  await op.createPolicy("p", "t", { for: "select", using: "true" });
}
