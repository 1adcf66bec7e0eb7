import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "m", { type: "text", default: "'a'::text" });
  await op.dropEnum("mood");
}

export async function downgrade(op: Op) {
  await op.createEnum("mood", ["a", "b"]);
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("m"::public.mood) FROM public.t;
  await op.alterColumn("t", "m", {
    type: "public.mood",
    using: '"m"::public.mood',
    default: "'a'::public.mood",
  });
}
