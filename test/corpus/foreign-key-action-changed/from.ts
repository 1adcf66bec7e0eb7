import { integer, pgTable } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey() });
export const posts = pgTable("posts", {
  id: integer().primaryKey(),
  userId: integer("user_id").references(() => users.id),
});
