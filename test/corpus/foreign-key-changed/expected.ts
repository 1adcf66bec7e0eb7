import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("t_a_other_id_fk", "t");
  // needs review: Fails if a row refers to one that does not exist: change or delete such rows first.
  //   SELECT r.* FROM public.t r WHERE r.a IS NOT NULL AND NOT EXISTS (SELECT FROM public.other k WHERE k.id = r.a);
  await op.createForeignKey("t_a_other_id_fk", "t", ["a"], "other", ["id"], {
    onDelete: "set null",
    onUpdate: "restrict",
  });
}

export async function downgrade(op: Op) {
  await op.dropConstraint("t_a_other_id_fk", "t");
  // needs review: Fails if a row refers to one that does not exist: change or delete such rows first.
  //   SELECT r.* FROM public.t r WHERE r.a IS NOT NULL AND NOT EXISTS (SELECT FROM public.other k WHERE k.id = r.a);
  await op.createForeignKey("t_a_other_id_fk", "t", ["a"], "other", ["id"]);
}
