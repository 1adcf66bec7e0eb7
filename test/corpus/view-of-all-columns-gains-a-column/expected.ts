import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  // loses data: Drops the stored rows; they can be computed again.
  await op.dropMaterializedView("w");
  await op.dropView("v");

  await op.addColumn("t", text("b").default("x"));

  await op.createView("v", "select * from t");
  await op.createMaterializedView("w", "select v.*, 1 as one from v");
}

export async function downgrade(op: Op) {
  // loses data: Drops the stored rows; they can be computed again.
  await op.dropMaterializedView("w");
  await op.dropView("v");

  // loses data: Drops the column with all its values.
  await op.dropColumn("t", "b");

  await op.createView(
    "v",
    `SELECT t.a
   FROM public.t`,
  );
  await op.createMaterializedView(
    "w",
    `SELECT v.a,
    1 AS one
   FROM public.v`,
  );
}
