import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.setTableSchema("logs", "archive");
}

export async function downgrade(op: Op) {
  await op.setTableSchema({ schema: "archive", name: "logs" }, "public");
}
