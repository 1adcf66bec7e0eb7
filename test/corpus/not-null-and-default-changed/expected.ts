import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.alterColumn("t", "a", { default: "'x'::text" });
  // needs review: Sets every NULL to the default in one statement; the downgrade does not undo this. For a large table, update in batches first: op.batchUpdate in op.autocommit.
  await op.execute('UPDATE "public"."t" SET "a" = DEFAULT WHERE "a" IS NULL');
  await op.alterColumn("t", "a", { nullable: false });
}

export async function downgrade(op: Op) {
  await op.alterColumn("t", "a", { nullable: true, default: null });
}
