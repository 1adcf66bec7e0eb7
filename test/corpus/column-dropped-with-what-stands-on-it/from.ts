import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";

export const users = pgTable(
  "users",
  { id: integer().primaryKey(), email: text().notNull().unique(), age: integer() },
  (t) => [
    check("users_age_check", sql`${t.age} > 0`),
    index("users_age_index").on(t.age),
    index("users_both").on(t.id, t.age),
  ],
);
