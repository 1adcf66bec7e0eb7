import { pgEnum, pgTable, text } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["a", "b"]);
export const t = pgTable("t", {
  m: mood().default("a"),
  n: mood().default("a"),
  p: text().default("b"),
  q: mood().notNull().default("b"),
});
