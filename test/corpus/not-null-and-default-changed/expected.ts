import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { default: "'x'::text" });
  // needs review: Gives every row that holds NULL the default, in one statement, and the downgrade does not take it back. For a large table, do it in batches before: op.batchUpdate in an op.autocommit.
  await op.execute('UPDATE "public"."t" SET "a" = DEFAULT WHERE "a" IS NULL');
  await op.alterColumn("t", "a", { nullable: false });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { nullable: true, default: null });
}
