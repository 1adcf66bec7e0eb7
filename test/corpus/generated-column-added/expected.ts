import { sql } from "drizzle-orm";
import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addColumn("t", text("g").generatedAlwaysAs(sql`lower(a)`));
}

export async function downgrade(op: Op) {
  await op.dropColumn("t", "g");
}
