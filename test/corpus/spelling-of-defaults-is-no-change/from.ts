import { sql } from "drizzle-orm";
import { integer, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
  id: integer(),
  a: timestamp().default(sql`CURRENT_TIMESTAMP`),
  b: text().default(sql`'x'::text`),
  c: numeric().default("1.0"),
});
