import { integer } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // No migration creates public.t: a new database cannot run this file. Begin with a baseline: gen revision --replay, gen stamp head.

  // needs review: No migration of this project created the sequence public.q. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.alterSequence("q", { ownedBy: null });
  // needs review: No migration of this project created the sequence public.t_n_seq. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.alterSequence("t_n_seq", { ownedBy: { table: "t", column: "n" } });
  // loses data: Drops the column with all its values.
  // needs review: No migration of this project created the column x of public.t. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.dropColumn("t", "x");
}

export async function downgrade(op: Op) {
  await op.addColumn("t", integer("x"));
  await op.alterSequence("t_n_seq", { ownedBy: null });
  await op.alterSequence("q", { ownedBy: { table: "t", column: "x" } });
}
