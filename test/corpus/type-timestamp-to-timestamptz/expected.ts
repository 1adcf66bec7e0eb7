import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Reads the values in the time zone of the session: make sure it is the right one.
  await op.alterColumn("t", "a", {
    type: "timestamp with time zone",
    default: "now()",
  });
}

export async function downgrade(op: Op) {
  // needs review: Reads the values in the time zone of the session: make sure it is the right one.
  await op.alterColumn("t", "a", {
    type: "timestamp without time zone",
    default: "now()",
  });
}
