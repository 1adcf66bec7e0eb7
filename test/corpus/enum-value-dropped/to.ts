import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const mood = pgEnum("mood", ["b", "a"]);
export const t = pgTable(
  "t",
  { id: integer(), m: mood().default("b").notNull(), ms: mood().array().default(["a"]) },
  (t) => [
    index("i")
      .on(t.m)
      .where(sql`${t.m} = 'a'`),
    check("c", sql`${t.m} <> 'b'`),
  ],
);
