import { integer, pgTable, text } from "drizzle-orm/pg-core";

/** People. */
export const users = pgTable("users", {
  /** Never used twice. */
  id: integer().primaryKey(),
  email: text(),
});
