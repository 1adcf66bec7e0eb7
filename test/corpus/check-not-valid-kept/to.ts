import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer(), b: text() }, (t) => [check("t_a", sql`${t.a} > 0`)]);
