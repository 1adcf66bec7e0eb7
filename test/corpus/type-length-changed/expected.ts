import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "character varying(50)" });
}

export async function downgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE char_length(rtrim(a::text, ' ')) > 20;
  await op.alterColumn("t", "a", { type: "character varying(20)" });
}
