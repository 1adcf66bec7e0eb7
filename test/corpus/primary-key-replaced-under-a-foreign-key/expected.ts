import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.p WHERE b IS NULL;
  await op.alterColumn("p", "b", { nullable: false });
  await op.dropConstraint("c_a_p_a_fk", "c");

  await op.dropConstraint("pk", "p");
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.p WHERE a IS NULL;
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT a, b, count(*) FROM public.p GROUP BY 1, 2 HAVING count(*) > 1;
  await op.createPrimaryKey("pk2", "p", ["a", "b"]);
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT a, count(*) FROM public.p WHERE a IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createUniqueConstraint("pu", "p", ["a"]);

  await op.createForeignKey("c_a_p_a_fk", "c", ["a"], "p", ["a"]);
}

export async function downgrade(op: Op) {
  await op.dropConstraint("c_a_p_a_fk", "c");

  await op.dropConstraint("pu", "p");
  await op.dropConstraint("pk2", "p");
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.p WHERE a IS NULL;
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT a, count(*) FROM public.p GROUP BY 1 HAVING count(*) > 1;
  await op.createPrimaryKey("pk", "p", ["a"]);

  await op.createForeignKey("c_a_p_a_fk", "c", ["a"], "p", ["a"]);
  await op.alterColumn("p", "b", { nullable: true });
}
