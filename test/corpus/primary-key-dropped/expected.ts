import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("t_id_pk", "t");
  await op.alterColumn("t", "id", { nullable: true });
}

export async function downgrade(op: Op) {
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.t WHERE id IS NULL;
  await op.alterColumn("t", "id", { nullable: false });
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT id, count(*) FROM public.t GROUP BY 1 HAVING count(*) > 1;
  await op.createPrimaryKey("t_id_pk", "t", ["id"]);
}
