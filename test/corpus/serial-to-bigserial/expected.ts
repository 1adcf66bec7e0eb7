import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterSequence("t_a_seq", { type: "bigint" });
  await op.alterColumn("t", "a", { type: "bigint" });
}

export async function downgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "a", { type: "integer" });
  await op.alterSequence("t_a_seq", { type: "integer" });
}
