import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropIndex("i");
  // needs review: Fails if two rows hold the same values: change or delete one of them first.
  //   SELECT a, count(*) FROM public.t WHERE a IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
  await op.createIndex("i", "t", ["a"], { unique: true });
}

export async function downgrade(op: Op) {
  await op.dropIndex("i");
  await op.createIndex("i", "t", ["a"]);
}
