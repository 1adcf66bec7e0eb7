import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameTable("a", "b_new");
  await op.renameTable("b", "a");
  await op.renameTable("b_new", "b");
  await op.renameConstraint("a_pkey", "b", "b_pkey_new");
  await op.renameConstraint("b_pkey", "a", "a_pkey");
  await op.renameConstraint("b_pkey_new", "b", "b_pkey");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("b_pkey", "b", "b_pkey_new");
  await op.renameConstraint("a_pkey", "a", "b_pkey");

  await op.renameConstraint("b_pkey_new", "b", "a_pkey");
  await op.renameTable("b", "b_new");

  await op.renameTable("a", "b");
  await op.renameTable("b_new", "a");
}
