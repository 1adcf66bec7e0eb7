// gen revision --rename view:v=everybody

import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey(), email: text().notNull() });
export const v = pgView("everybody").as((qb) => qb.select().from(users));
