import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE char_length(rtrim(a::text, ' ')) > 5;
  await op.alterColumn("t", "a", {
    type: "character varying(5)",
    default: "'x'::character varying",
  });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "text", default: "'x'::text" });
}
