import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.setEnumSchema("mood", "app");
}

export async function downgrade(op: Op) {
  await op.setEnumSchema({ schema: "app", name: "mood" }, "public");
}
