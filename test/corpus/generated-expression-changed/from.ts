import { sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: integer(), g: integer().generatedAlwaysAs(sql`a + 1`) });
