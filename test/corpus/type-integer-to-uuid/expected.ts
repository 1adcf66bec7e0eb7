import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("a"::text::uuid) FROM public.t;
  await op.alterColumn("t", "a", { type: "uuid", using: '"a"::text::uuid' });
}

export async function downgrade(op: Op) {
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("a"::text::integer) FROM public.t;
  await op.alterColumn("t", "a", {
    type: "integer",
    using: '"a"::text::integer',
  });
}
