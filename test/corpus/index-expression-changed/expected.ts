import { sql } from "drizzle-orm";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", [sql`upper("b")`]);
}

export async function downgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", [sql`lower(b)`]);
}
