import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT * FROM public.t WHERE CASE WHEN a ~ '^\s*[-+]?[0-9]+\s*$' THEN a::numeric NOT BETWEEN -2147483648 AND 2147483647 ELSE a IS NOT NULL END;
  await op.alterColumn("t", "a", {
    type: "integer",
    using: '"a"::integer',
    default: 1,
  });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { type: "text", default: "'1'::text" });
}
