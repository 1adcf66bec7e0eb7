import { sql } from "drizzle-orm";
import { jsonb, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["b"]);
export const t = pgTable("t", {
  m: jsonb().notNull(),
  n: text().default(sql`'b'::mood::text`),
  p: mood().default("b"),
  q: mood(),
});
