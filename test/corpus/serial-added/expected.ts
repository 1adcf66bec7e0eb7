import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createSequence("t_a_seq", { type: "integer" });
  await op.alterColumn("t", "a", {
    default: "nextval('public.t_a_seq'::regclass)",
  });
  await op.alterSequence("t_a_seq", { ownedBy: { table: "t", column: "a" } });
  await op.execute(
    'SELECT setval(\'"public"."t_a_seq"\', greatest((SELECT max("a") + 1 FROM "public"."t"), 1), false)',
  );
}

export async function downgrade(op: Op) {
  await op.alterSequence("t_a_seq", { ownedBy: null });
  await op.alterColumn("t", "a", { default: null });
  // loses data: Loses the current value: which numbers are already used.
  await op.dropSequence("t_a_seq");
}
