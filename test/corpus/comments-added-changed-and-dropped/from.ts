import { integer, pgTable, text } from "drizzle-orm/pg-core";

/** People who may log in. */
export const users = pgTable("users", {
  id: integer().primaryKey(),
  /** Where we write to. */
  email: text(),
});
