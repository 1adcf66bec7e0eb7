import { foreignKey, integer, pgTable } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey() });
export const posts = pgTable("posts", { userId: integer("user_id") }, (t) => [
  foreignKey({ name: "posts_user", columns: [t.userId], foreignColumns: [users.id] }),
]);
