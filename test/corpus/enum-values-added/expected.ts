import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.addEnumValue("mood", "a", { before: "b" });
  await op.addEnumValue("mood", "c", { after: "b" });
  await op.addEnumValue("mood", "e");
}

export async function downgrade(op: Op) {
  // needs review: Fails if a row still holds 'a', 'c', 'e': give its new value in "mapping".
  //   SELECT * FROM public.t WHERE m::text IN ('a', 'c', 'e');
  await op.alterEnum("mood", ["b", "d"], {
    columns: [{ table: "t", column: "m" }],
  });
}
