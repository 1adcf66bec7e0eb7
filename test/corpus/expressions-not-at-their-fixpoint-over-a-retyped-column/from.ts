import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, varchar } from "drizzle-orm/pg-core";
export const t = pgTable(
  "t",
  { n: integer(), s: varchar({ length: 20 }), i: integer().generatedAlwaysAsIdentity() },
  (t) => [
    check("c", sql`${t.s} in ('a', 'b')`),
    check("d", sql`${t.n} between 1 and 5 and ${t.n} <> 3`),
    check("e", sql`${t.i} between 1 and 5 and ${t.n} <> 3`),
    index("i")
      .on(t.n)
      .where(sql`${t.s} not in ('a', 'b')`),
  ],
);
