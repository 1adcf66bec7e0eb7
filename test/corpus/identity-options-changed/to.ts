import { integer, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", {
  a: integer().generatedByDefaultAsIdentity({
    startWith: 100,
    increment: 5,
    maxValue: 5000,
    cache: 3,
    cycle: true,
  }),
});
