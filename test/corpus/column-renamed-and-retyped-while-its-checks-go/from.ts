import { sql } from "drizzle-orm";
import { check, index, integer, numeric, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable(
  "t",
  { a: integer(), g: numeric().generatedAlwaysAs(sql`"a" * 2`) },
  (t) => [
    check("c", sql`${t.a} > 0`),
    index("i")
      .on(sql`(${t.a} + 1)`)
      .where(sql`${t.a} > 1`),
  ],
);
