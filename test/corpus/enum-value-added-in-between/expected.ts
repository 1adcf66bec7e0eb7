import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addEnumValue("mood", "so-so", { after: "sad" });
}

export async function downgrade(op: Op) {
  // needs review: Fails if a row still holds 'so-so': give its new value in "mapping".
  //   SELECT * FROM public.t WHERE mood::text IN ('so-so');
  await op.alterEnum("mood", ["sad", "happy"], {
    columns: [{ table: "t", column: "mood" }],
  });
}
