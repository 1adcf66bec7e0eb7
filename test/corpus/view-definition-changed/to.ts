import { sql } from "drizzle-orm";
import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey(), email: text().notNull() });
export const v = pgView("v", { id: integer() }).as(sql`select id from users where id > 10`);
