import type { Op } from "drizzle-gen";

export async function upgrade(op: Op) {
  await op.dropConstraint("posts_user_id_users_id_fk", "posts");
  // needs review: Fails if a row refers to one that does not exist: change or delete such rows first.
  //   SELECT r.* FROM public.posts r WHERE r.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.users k WHERE k.id = r.user_id);
  await op.createForeignKey(
    "posts_user_id_users_id_fk",
    "posts",
    ["user_id"],
    "users",
    ["id"],
    { onDelete: "cascade" },
  );
}

export async function downgrade(op: Op) {
  await op.dropConstraint("posts_user_id_users_id_fk", "posts");
  // needs review: Fails if a row refers to one that does not exist: change or delete such rows first.
  //   SELECT r.* FROM public.posts r WHERE r.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.users k WHERE k.id = r.user_id);
  await op.createForeignKey(
    "posts_user_id_users_id_fk",
    "posts",
    ["user_id"],
    "users",
    ["id"],
  );
}
