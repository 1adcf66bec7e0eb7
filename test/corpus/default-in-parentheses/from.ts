import { sql } from "drizzle-orm";
import { boolean, pgTable, timestamp } from "drizzle-orm/pg-core";
export const t = pgTable("t", {
  a: timestamp().default(sql`now() at time zone 'utc'`),
  b: boolean(),
  c: boolean(),
});
