import { inArray, sql } from "drizzle-orm";
import { check, index, integer, pgPolicy, pgTable, pgView, varchar } from "drizzle-orm/pg-core";
export const t = pgTable("t", { n: integer(), s: varchar({ length: 20 }) }, (t) => [
  check("c", sql`${t.s} in ('a', 'b')`),
  check("d", sql`${t.n} between 1 and 5 and ${t.n} <> 3`),
  index("i")
    .on(t.n)
    .where(sql`${t.s} not in ('a', 'b')`),
  pgPolicy("p", { using: sql`${t.s} in ('a', 'b') and ${t.n} > 1` }),
]);
export const v = pgView("v").as((qb) =>
  qb
    .select()
    .from(t)
    .where(inArray(t.s, ["a", "b"])),
);
