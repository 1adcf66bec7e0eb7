import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", {
    setIdentity: {
      generation: "byDefault",
      startWith: 100,
      increment: 5,
      maxValue: 5000,
      cache: 3,
      cycle: true,
    },
  });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", {
    setIdentity: {
      generation: "always",
      startWith: 1,
      increment: 1,
      maxValue: 2147483647,
      cache: 1,
      cycle: false,
    },
  });
}
