import { sql } from "drizzle-orm";
import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey(), email: text() });
export const emails = pgView("emails", { id: integer(), email: text() }).as(
  sql`select id, email from users where email is not null`,
);
