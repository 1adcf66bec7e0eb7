import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.enableRowLevelSecurity("t");
}

export async function downgrade(op: Op) {
  await op.disableRowLevelSecurity("t");
}
