import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameColumn("t", "a", "b");
  await op.renameTable("t", "T 2");

  await op.alterSequence("t_a_seq", { type: "bigint" });
  await op.renameSequence("t_a_seq", "T 2_b_seq");

  // needs review: No migration of this project created the column b of public.T 2. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.alterColumn("T 2", "b", { type: "bigint" });
  await op.renameConstraint("t_pkey", "T 2", "T 2_pkey");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("T 2_pkey", "T 2", "t_pkey");
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public."T 2" WHERE b NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("T 2", "b", { type: "integer" });

  await op.renameSequence("T 2_b_seq", "t_a_seq");
  await op.alterSequence("t_a_seq", { type: "integer" });

  await op.renameTable("T 2", "t");
  await op.renameColumn("t", "b", "a");
}
