import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("c", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT ("a" > 2);
  await op.createCheckConstraint("c", "t", '"a" > 2');
}

export async function downgrade(op: Op) {
  await op.dropConstraint("c", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT ((a > 1));
  await op.createCheckConstraint("c", "t", "(a > 1)");
}
