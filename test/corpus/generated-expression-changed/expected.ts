import { sql } from "drizzle-orm";
import { integer } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropColumn("t", "g");
  await op.addColumn("t", integer("g").generatedAlwaysAs(sql`a * 2`));
}

export async function downgrade(op: Op) {
  await op.dropColumn("t", "g");
  await op.addColumn("t", integer("g").generatedAlwaysAs(sql`(a + 1)`));
}
