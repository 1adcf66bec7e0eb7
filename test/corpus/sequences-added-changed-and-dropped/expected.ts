import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.createSequence("c");
  await op.alterSequence("a", {
    startWith: 5,
    maxValue: 100,
    cache: 2,
    cycle: true,
  });
  // loses data: Loses the current value: which numbers are already used.
  await op.dropSequence("b");
}

export async function downgrade(op: Op) {
  await op.createSequence("b", { increment: -1 });
  await op.alterSequence("a", {
    startWith: 1,
    maxValue: "9223372036854775807",
    cache: 1,
    cycle: false,
  });
  // loses data: Loses the current value: which numbers are already used.
  await op.dropSequence("c");
}
