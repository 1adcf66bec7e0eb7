import { sql } from "drizzle-orm";
import { integer, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
  id: integer(),
  a: timestamp().default(sql`current_timestamp`),
  b: text().default("x"),
  c: numeric().default(sql`1.0`),
});
