import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("a"::jsonb) FROM public.t;
  await op.alterColumn("t", "a", {
    type: "jsonb",
    using: '"a"::jsonb',
    default: "'{}'::jsonb",
  });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "text", default: "'{}'::text" });
}
