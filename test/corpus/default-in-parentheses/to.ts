import { sql } from "drizzle-orm";
import { boolean, pgTable, timestamp } from "drizzle-orm/pg-core";
export const t = pgTable("t", {
  a: timestamp({ withTimezone: true }).default(sql`now() AT TIME ZONE 'CET'`),
  b: boolean().default(sql`1 = 1 and not false`),
  c: boolean().default(sql`'a' in ('a', 'b')`),
});
