import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -32768 AND 32767;
  await op.alterColumn("t", "a", { type: "smallint" });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE char_length(rtrim(b::text, ' ')) > 5;
  await op.alterColumn("t", "b", { type: "character varying(5)" });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "b", { type: "text" });
  await op.alterColumn("t", "a", { type: "bigint" });
}
