import { sql } from "drizzle-orm";
import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropColumn("t", "g");
  await op.alterColumn("t", "a", { type: "bigint" });
  await op.addColumn("t", text("g").generatedAlwaysAs(sql`(a)::text`));
}

export async function downgrade(op: Op) {
  await op.dropColumn("t", "g");
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "a", { type: "integer" });
  await op.addColumn("t", text("g").generatedAlwaysAs(sql`(a)::text`));
}
