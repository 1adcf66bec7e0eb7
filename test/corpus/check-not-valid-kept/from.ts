import { sql } from "drizzle-orm";
import { check, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer() }, (t) => [check("t_a", sql`${t.a} > 0`)]);
