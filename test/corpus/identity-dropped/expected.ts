import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { identity: null });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", {
    identity: { generation: "always", name: "t_a_seq", maxValue: 2147483647 },
  });
}
