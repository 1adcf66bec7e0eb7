import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("w");
  await op.dropView("v");

  await op.alterColumn("t", "id", { type: "bigint" });
  await op.alterColumn("t", "n", { type: "text" });

  await op.createView("v", 'select "id", "n" from "public"."t"');
  await op.createView("w", 'select "id", "n" from "public"."v"');
}

export async function downgrade(op: Op) {
  await op.dropView("w");
  await op.dropView("v");

  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE char_length(rtrim(n::text, ' ')) > 5;
  await op.alterColumn("t", "n", { type: "character varying(5)" });
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE id NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "id", { type: "integer" });

  await op.createView(
    "v",
    `SELECT t.id,
    t.n
   FROM public.t`,
  );
  await op.createView(
    "w",
    `SELECT v.id,
    v.n
   FROM public.v`,
  );
}
