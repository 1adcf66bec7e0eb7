import { sql } from "drizzle-orm";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createIndex("h", "t", ["b"], { using: "hash" });
  await op.createIndex("g", "t", [{ column: "j", opclass: "jsonb_path_ops" }], {
    using: "gin",
  });
  await op.createIndex("r", "t", ["at"], { using: "brin" });
  await op.createIndex("e", "t", [sql`"a" + 1`, sql`"b" || 'x'`]);
}

export async function downgrade(op: Op) {
  await op.dropIndex("e");
  await op.dropIndex("r");
  await op.dropIndex("g");
  await op.dropIndex("h");
}
