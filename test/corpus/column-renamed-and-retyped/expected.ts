import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("users", "age", "years");
  await op.alterColumn("users", "years", { type: "bigint" });
}

export async function downgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.users WHERE years NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("users", "years", { type: "integer" });
  await op.renameColumn("users", "years", "age");
}
