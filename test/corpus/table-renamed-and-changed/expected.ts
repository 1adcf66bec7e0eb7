import { text } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.renameTable("users", "members");
  await op.addColumn("members", text("name"));
  await op.renameConstraint("users_pkey", "members", "members_pkey");
}

export async function downgrade(op: Op) {
  await op.renameConstraint("members_pkey", "members", "users_pkey");
  // loses data: Drops the column with all its values.
  await op.dropColumn("members", "name");
  await op.renameTable("members", "users");
}
