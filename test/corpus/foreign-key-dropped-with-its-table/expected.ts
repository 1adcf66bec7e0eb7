import { integer } from "drizzle-orm/pg-core";
import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("posts_user_id_users_id_fk", "posts");
  // loses data: Drops the table with all its rows.
  await op.dropTable("users");
}

export async function downgrade(op: Op) {
  await op.createTable("users", {
    id: integer("id").primaryKey(),
  });

  // needs review: Fails if a row refers to one that does not exist: change or delete such rows first.
  //   SELECT r.* FROM public.posts r WHERE r.user_id IS NOT NULL;
  await op.createForeignKey(
    "posts_user_id_users_id_fk",
    "posts",
    ["user_id"],
    "users",
    ["id"],
  );
}
