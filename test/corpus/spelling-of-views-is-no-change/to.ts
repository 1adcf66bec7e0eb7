import { sql } from "drizzle-orm";
import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: integer().primaryKey(), email: text() });
export const emails = pgView("emails", { id: integer(), email: text() }).as(
  sql`SELECT "users"."id", users.email FROM public.users WHERE (email IS NOT NULL)`,
);
