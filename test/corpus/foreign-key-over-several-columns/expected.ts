import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Fails if a row refers to one that does not exist: change or delete such rows first.
  //   SELECT r.* FROM public.t r WHERE r.b IS NOT NULL AND r.a IS NOT NULL AND NOT EXISTS (SELECT FROM public.other k WHERE k.b = r.b AND k.a = r.a);
  await op.createForeignKey("f", "t", ["b", "a"], "other", ["b", "a"]);
}

export async function downgrade(op: Op) {
  await op.dropConstraint("f", "t");
}
