import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("v");
  await op.alterColumn("t", "a", { type: "bigint" });
  await op.createView("v", 'select "id", "a" from "public"."t"');
  await op.commentOn("view", "v", "For everybody");
  await op.execute('GRANT SELECT ON TABLE "public"."v" TO PUBLIC');
}

export async function downgrade(op: Op) {
  await op.dropView("v");
  // loses data: Narrows the type: fails if a value does not fit.
  //   SELECT * FROM public.t WHERE a NOT BETWEEN -2147483648 AND 2147483647;
  await op.alterColumn("t", "a", { type: "integer" });
  await op.createView(
    "v",
    `SELECT t.id,
    t.a
   FROM public.t`,
  );
  await op.commentOn("view", "v", "For everybody");
  await op.execute('GRANT SELECT ON TABLE "public"."v" TO PUBLIC');
}
