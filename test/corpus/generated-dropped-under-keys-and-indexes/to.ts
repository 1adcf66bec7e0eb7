import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  pgView,
  varchar,
} from "drizzle-orm/pg-core";
export const u = pgTable("u", { id: integer().primaryKey() });
export const t = pgTable(
  "t",
  {
    a: integer(),
    g: integer()
      .unique()
      .references(() => u.id),
    "O dd": bigint({ mode: "number" }),
    b: integer(),
    h: varchar({ length: 5 }).default("x"),
  },
  (t) => [
    pgPolicy("p", { using: sql`g > 0` }),
    check("c", sql`"O dd" <> 3`),
    index("i").on(t.g, t.b),
    index("j").on(t["O dd"]),
    index("k").on(t.h, t.b),
    index("l2").on(t["O dd"], t.a),
  ],
);
export const w = pgTable("w", { id: integer().references(() => t.g) });
export const v = pgView("v").as((q) => q.select({ g: t.g }).from(t));
export const v2 = pgView("v2").as((q) => q.select().from(v));
