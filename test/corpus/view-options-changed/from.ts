import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey(), email: text().notNull() });
export const v = pgView("v")
  .with({ securityBarrier: true })
  .as((qb) => qb.select().from(users));
