import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
export const t = pgTable(
  'my "odd" table',
  {
    a: integer("Capital"),
    b: text('quo"te'),
    c: text("sp ace"),
    d: text("emoji 🚗"),
    e: text("select"),
    f: text("${x}"),
    g: text("back`tick"),
    h: text("back\\slash"),
    i: text("a,b"),
    j: text("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
  },
  (t) => [
    primaryKey({ name: "p k", columns: [t.a, t.b] }),
    index('in"dex').on(t.c, t.d),
    unique("u,n").on(t.i, t.h),
    check("ch'eck", sql`${t.a} > 0 and ${t.f} <> '${sql.raw("$")}{y}'`),
  ],
);
