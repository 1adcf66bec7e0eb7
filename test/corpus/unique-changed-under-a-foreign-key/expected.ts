import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("b_a_a_n_fk", "b");

  await op.dropConstraint("u1", "a");
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT n, count(*) FROM public.a WHERE n IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createIndex("u2", "a", ["n"], { unique: true });

  await op.createForeignKey("b_a_a_n_fk", "b", ["a"], "a", ["n"]);
}

export async function downgrade(op: Op) {
  await op.dropConstraint("b_a_a_n_fk", "b");
  await op.dropIndex("u2");
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT n, count(*) FROM public.a WHERE n IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createUniqueConstraint("u1", "a", ["n"]);
  await op.createForeignKey("b_a_a_n_fk", "b", ["a"], "a", ["n"]);
}
