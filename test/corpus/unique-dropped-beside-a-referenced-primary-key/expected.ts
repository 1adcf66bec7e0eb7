import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // No migration creates public.a, public.b and public.c: a new database cannot run this file. Begin with a baseline: gen revision --replay, gen stamp head.

  // needs review: No migration of this project created the constraint b_u of public.b. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.dropConstraint("b_u", "b");
  await op.dropConstraint("b_a_a_id_fk", "b");

  // needs review: No migration of this project created the constraint c_u of public.c. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.dropConstraint("c_u", "c");
  await op.dropConstraint("c_a_a_id_fk", "c");

  // needs review: No migration of this project created the constraint a_u of public.a. To keep it, declare it in the models, or exclude it with `include` in the configuration.
  await op.dropConstraint("a_u", "a");
  await op.createForeignKey("b_a_a_id_fk", "b", ["a"], "a", ["id"]);
  await op.createForeignKey("c_a_a_id_fk", "c", ["a"], "a", ["id"]);
}

export async function downgrade(op: Op) {
  await op.dropConstraint("c_a_a_id_fk", "c");
  await op.dropConstraint("b_a_a_id_fk", "b");
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT id, count(*) FROM public.a WHERE id IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createUniqueConstraint("a_u", "a", ["id"]);

  await op.createForeignKey("c_a_a_id_fk", "c", ["a"], "a", ["id"]);
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT id, count(*) FROM public.c WHERE id IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createUniqueConstraint("c_u", "c", ["id"]);

  await op.createForeignKey("b_a_a_id_fk", "b", ["a"], "a", ["id"]);
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT id, count(*) FROM public.b WHERE id IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createUniqueConstraint("b_u", "b", ["id"]);
}
