import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropView("v");
  await op.renameColumn("t", "m", "k");
  await op.renameTable("u", "z");
  await op.addEnumValue("mood", "b", { before: "a" });
  await op.createView("v", "select k from t");
}

export async function downgrade(op: Op) {
  await op.dropView("v");
  await op.dropView("x");
  // loses data: Drops the stored rows; they can be computed again.
  await op.dropMaterializedView("w");

  // needs review: Fails if a row still holds 'b': give its new value in "mapping".
  //   SELECT * FROM public.t WHERE k::text IN ('b');
  await op.alterEnum("mood", ["a"], {
    columns: [
      { table: "t", column: "k" },
      { table: "z", column: "m" },
    ],
  });

  await op.createMaterializedView("w", "select m from z", { withNoData: true });
  await op.createView("x", "select * from w");

  await op.renameTable("z", "u");
  await op.renameColumn("t", "k", "m");
  await op.createView(
    "v",
    `SELECT t.m
   FROM public.t`,
  );
}
