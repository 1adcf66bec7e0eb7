import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("c", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT (("a" > 5 and "c" in ('x', 'y')));
  await op.createCheckConstraint(
    "c",
    "t",
    "(\"a\" > 5 and \"c\" in ('x', 'y'))",
  );
}

export async function downgrade(op: Op) {
  await op.dropConstraint("c", "t");
  // needs review: Fails if a row breaks the check: correct such rows first.
  //   SELECT * FROM public.t WHERE NOT ((a > 5));
  await op.createCheckConstraint("c", "t", "(a > 5)");
}
