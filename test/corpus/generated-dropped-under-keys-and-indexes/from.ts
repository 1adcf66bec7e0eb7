import { sql } from "drizzle-orm";
import { check, index, integer, pgPolicy, pgTable, pgView, text } from "drizzle-orm/pg-core";
export const u = pgTable("u", { id: integer().primaryKey() });
export const t = pgTable(
  "t",
  {
    a: integer(),
    g: integer()
      .generatedAlwaysAs(sql`a + 1`)
      .unique()
      .references(() => u.id),
    "O dd": integer().generatedAlwaysAs(sql`a * 2`),
    b: text(),
    h: text().generatedAlwaysAs(sql`b || 'x'`),
  },
  (t) => [
    pgPolicy("p", { using: sql`g > 0` }),
    check("c", sql`"O dd" <> 3`),
    index("i").on(t.g, t.b.op("text_pattern_ops")),
    index("j")
      .on(t["O dd"])
      .where(sql`b like 'a%'`),
    index("k").on(t.h, t.b),
    index("l").on(t["O dd"], t.a),
  ],
);
export const w = pgTable("w", { id: integer().references(() => t.g) });
export const v = pgView("v").as((q) => q.select({ g: t.g }).from(t));
export const v2 = pgView("v2").as((q) => q.select().from(v));
