import { sql } from "drizzle-orm";
import { check, integer, pgTable, varchar } from "drizzle-orm/pg-core";
export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }), a: integer() }, (t) => [
  check("c", sql`${t.s} in ('a', 'b')`),
  check("d", sql`${t.n} between 1 and 5 and ${t.a} <> 3`),
]);
