import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("z");
  await op.createView("z", 'select "id" from "public"."t" where "t"."id" > 5', {
    with: { securityBarrier: true },
  });
  await op.createView("a", 'select id from "z"');
  await op.createMaterializedView("m", 'select "id" from "public"."z"', {
    with: { fillfactor: 70 },
    withNoData: true,
  });
}

export async function downgrade(op: Op) {
  // loses data: Drops the stored rows; they can be computed again.
  await op.dropMaterializedView("m");
  await op.dropView("a");
  await op.dropView("z");
  await op.createView(
    "z",
    `SELECT t.id,
    t.n
   FROM public.t`,
  );
}
