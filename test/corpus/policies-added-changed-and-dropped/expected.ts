import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropPolicy("b", "t");
  await op.dropPolicy("a", "t");
  await op.alterColumn("t", "id", { type: "bigint" });
  await op.createPolicy("a", "t", {
    using: '"id" > 5',
    withCheck: "\"n\" <> '--'",
  });
  await op.createPolicy("c", "t", {
    as: "restrictive",
    for: "select",
    using: "true",
  });
}

export async function downgrade(op: Op) {
  await op.dropPolicy("c", "t");
  await op.dropPolicy("a", "t");
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE id NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "id", { type: "integer" });
  await op.createPolicy("a", "t", { using: "(id > 0)" });
  await op.createPolicy("b", "t", { for: "insert", withCheck: "true" });
}
