import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "numeric(12,4)" });
}

export async function downgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a <> 'NaN' AND abs(round(a::numeric, 1)) >= 1e4;
  await op.alterColumn("t", "a", { type: "numeric(5,1)" });
}
