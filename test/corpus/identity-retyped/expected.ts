import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "bigint" });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { setIdentity: { maxValue: 2147483647 } });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "a", { type: "integer" });
}
