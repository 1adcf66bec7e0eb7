import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("v");

  await op.alterColumn("t", "p", { type: "text", default: null });
  await op.alterColumn("t", "q", { type: "text", default: null });

  // needs review: Fails if a row still holds 'd': give its new value in "mapping".
  await op.alterEnum("y", ["a", "b"], { columns: [] });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("p"::public.y) FROM public.t;
  await op.alterColumn("t", "p", {
    type: "public.y",
    using: '"p"::public.y',
    default: "'b'::public.y",
  });
  await op.alterColumn("t", "r", { type: "text[]" });

  // needs review: Fails if a row still holds 'c': give its new value in "mapping".
  await op.alterEnum("x", ["b", "a"], { columns: [] });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("q"::public.x) FROM public.t;
  await op.alterColumn("t", "q", { type: "public.x", using: '"q"::public.x' });
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("r"::public.y[]) FROM public.t;
  await op.alterColumn("t", "r", {
    type: "public.y[]",
    using: '"r"::public.y[]',
  });

  await op.createView("v", 'select "p", "q" from "public"."t"');
}

export async function downgrade(op: Op) {
  await op.dropView("v");

  await op.alterColumn("t", "r", { type: "text[]" });
  await op.alterColumn("t", "q", { type: "text" });

  await op.alterEnum("x", ["a", "b", "c"], { columns: [] });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("r"::public.x[]) FROM public.t;
  await op.alterColumn("t", "r", {
    type: "public.x[]",
    using: '"r"::public.x[]',
  });
  await op.alterColumn("t", "p", { type: "text", default: null });

  await op.alterEnum("y", ["b", "a", "d"], { columns: [] });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("q"::public.y) FROM public.t;
  await op.alterColumn("t", "q", {
    type: "public.y",
    using: '"q"::public.y',
    default: "'b'::public.y",
  });
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("p"::public.x) FROM public.t;
  await op.alterColumn("t", "p", {
    type: "public.x",
    using: '"p"::public.x',
    default: "'a'::public.x",
  });

  await op.createView(
    "v",
    `SELECT t.p,
    t.q
   FROM public.t`,
  );
}
