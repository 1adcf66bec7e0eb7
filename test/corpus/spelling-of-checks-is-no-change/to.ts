import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { n: integer(), s: text() }, () => [
  check("t_n", sql`n >= 1 AND n <= 5`),
  check("t_s", sql`s = any (array['a', 'b'])`),
]);
