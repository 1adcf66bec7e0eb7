import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("users", "email", { nullable: true });
}

export async function downgrade(op: Op) {
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.users WHERE email IS NULL;
  await op.alterColumn("users", "email", { nullable: false });
}
