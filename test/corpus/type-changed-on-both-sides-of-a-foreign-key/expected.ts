import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("b_a_a_id_fk", "b");
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("id"::text::uuid) FROM public.a;
  await op.alterColumn("a", "id", { type: "uuid", using: '"id"::text::uuid' });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("a"::text::uuid) FROM public.b;
  await op.alterColumn("b", "a", { type: "uuid", using: '"a"::text::uuid' });
  await op.createForeignKey("b_a_a_id_fk", "b", ["a"], "a", ["id"]);
}

export async function downgrade(op: Op) {
  await op.dropConstraint("b_a_a_id_fk", "b");
  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("a"::text::integer) FROM public.b;
  await op.alterColumn("b", "a", {
    type: "integer",
    using: '"a"::text::integer',
  });

  // needs review: Fails if a value does not fit the new type: check the rows first.
  //   SELECT count("id"::text::integer) FROM public.a;
  await op.alterColumn("a", "id", {
    type: "integer",
    using: '"id"::text::integer',
  });
  await op.createForeignKey("b_a_a_id_fk", "b", ["a"], "a", ["id"]);
}
