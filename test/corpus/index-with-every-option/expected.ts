import { sql } from "drizzle-orm";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createIndex(
    "i",
    "t",
    [
      { column: "a", order: "desc" },
      { column: "b", opclass: "text_pattern_ops" },
      sql`lower("c")`,
    ],
    { where: '"a" > 5', with: { fillfactor: 70 }, only: true },
  );
}

export async function downgrade(op: Op) {
  await op.dropIndex("i");
}
