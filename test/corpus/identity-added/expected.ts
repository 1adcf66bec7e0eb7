import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", {
    identity: { generation: "always", maxValue: 2147483647 },
  });
  await op.execute(
    'SELECT setval(\'"public"."t_a_seq"\', greatest((SELECT max("a") + 1 FROM "public"."t"), 1), false)',
  );
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { identity: null });
}
