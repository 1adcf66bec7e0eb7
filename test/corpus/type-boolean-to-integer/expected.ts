import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", {
    type: "integer",
    using: '"a"::integer',
    default: 0,
  });
}

export async function downgrade(op: Op) {
  // loses data: Loses the part of each value that the new type cannot hold.
  await op.alterColumn("t", "a", {
    type: "boolean",
    using: '"a"::boolean',
    default: false,
  });
}
