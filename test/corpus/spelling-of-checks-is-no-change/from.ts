import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { n: integer(), s: text() }, (t) => [
  check("t_n", sql`${t.n} between 1 and 5`),
  check("t_s", sql`${t.s} in ('a', 'b')`),
]);
