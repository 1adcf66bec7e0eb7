import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "m", { default: null });
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("m"::text::jsonb) FROM public.t;
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.t WHERE m IS NULL;
  await op.alterColumn("t", "m", {
    type: "jsonb",
    using: '"m"::text::jsonb',
    nullable: false,
  });
  await op.alterColumn("t", "n", { default: null });
  await op.alterColumn("t", "n", { type: "text" });

  // needs review: Fails if a row still holds 'a': give its new value in "mapping".
  //   SELECT * FROM public.t WHERE q::text IN ('a');
  await op.alterEnum("mood", ["b"], { columns: [{ table: "t", column: "q" }] });

  await op.alterColumn("t", "n", { default: "'b'::mood::text" });
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("p"::public.mood) FROM public.t;
  await op.alterColumn("t", "p", {
    type: "public.mood",
    using: '"p"::public.mood',
    default: "'b'::public.mood",
  });
  await op.alterColumn("t", "q", { nullable: true });
}

export async function downgrade(op: Op) {
  // needs review: Fails if a row holds NULL in this column: fill those rows in first.
  //   SELECT * FROM public.t WHERE q IS NULL;
  await op.alterColumn("t", "q", { nullable: false });
  await op.alterColumn("t", "p", { type: "text", default: "'b'::text" });
  await op.alterColumn("t", "n", { default: null });

  await op.alterEnum("mood", ["a", "b"], {
    columns: [{ table: "t", column: "q", default: "'b'::public.mood" }],
  });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("n"::public.mood) FROM public.t;
  await op.alterColumn("t", "n", {
    type: "public.mood",
    using: '"n"::public.mood',
  });
  await op.alterColumn("t", "n", { default: "'a'::public.mood" });
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("m"::text::public.mood) FROM public.t;
  await op.alterColumn("t", "m", {
    type: "public.mood",
    using: '"m"::text::public.mood',
    nullable: true,
  });
  await op.alterColumn("t", "m", { default: "'a'::public.mood" });
}
