import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // needs review: Reads the values in the time zone of the session: make sure it is the right one.
  await op.alterColumn("t", "a", {
    type: "timestamp with time zone",
    default: "now() AT TIME ZONE 'CET'",
  });
  await op.alterColumn("t", "b", { default: "1 = 1 and not false" });
  await op.alterColumn("t", "c", { default: "'a' in ('a', 'b')" });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "c", { default: null });
  await op.alterColumn("t", "b", { default: null });
  // needs review: Reads the values in the time zone of the session: make sure it is the right one.
  await op.alterColumn("t", "a", {
    type: "timestamp without time zone",
    default: "(now() AT TIME ZONE 'utc'::text)",
  });
}
