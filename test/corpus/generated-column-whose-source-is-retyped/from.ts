import { sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: integer(), g: text().generatedAlwaysAs(sql`a::text`) });
