import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", {
    type: "text[]",
    using: 'CASE WHEN "a" IS NOT NULL THEN ARRAY["a"]::text[] END',
  });
}

export async function downgrade(op: Op) {
  // loses data: Keeps the first element of each array and loses the rest.
  await op.alterColumn("t", "a", { type: "text", using: '"a"[1]::text' });
}
