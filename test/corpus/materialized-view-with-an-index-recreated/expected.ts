import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Drops the stored rows; they can be computed again.
  await op.dropMaterializedView("v");
  await op.alterColumn("t", "a", { type: "bigint" });
  await op.createMaterializedView("v", 'select "id", "a" from "public"."t"');
  await op.execute("CREATE UNIQUE INDEX v_id ON public.v USING btree (id)");
}

export async function downgrade(op: Op) {
  // loses data: Drops the stored rows; they can be computed again.
  await op.dropMaterializedView("v");
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "a", { type: "integer" });
  await op.createMaterializedView(
    "v",
    `SELECT t.id,
    t.a
   FROM public.t`,
  );
  await op.execute("CREATE UNIQUE INDEX v_id ON public.v USING btree (id)");
}
