import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "character varying(40)" });
  await op.alterColumn("t", "b", { type: "numeric(12,2)" });
}

export async function downgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE b <> 'NaN' AND abs(round(b::numeric, 2)) >= 1e6;
  await op.alterColumn("t", "b", { type: "numeric(8,2)" });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE char_length(rtrim(a::text, ' ')) > 20;
  await op.alterColumn("t", "a", { type: "character varying(20)" });
}
