import { sql } from "drizzle-orm";
import { bigint, pgTable, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", {
  a: bigint({ mode: "number" }),
  g: text().generatedAlwaysAs(sql`a::text`),
});
