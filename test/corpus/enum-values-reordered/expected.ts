import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterEnum("mood", ["happy", "sad"], {
    columns: [{ table: "t", column: "mood", default: "'sad'::public.mood" }],
  });
}

export async function downgrade(op: Op) {
  await op.alterEnum("mood", ["sad", "happy"], {
    columns: [{ table: "t", column: "mood", default: "'sad'::public.mood" }],
  });
}
