import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const mood = pgEnum("mood", ["a", "it's"]);
export const t = pgTable("t", {
  id: integer(),
  m: mood().default("it's").notNull(),
  ms: mood().array(),
});
