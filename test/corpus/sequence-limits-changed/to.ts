import { integer, pgSequence, pgTable, smallint } from "drizzle-orm/pg-core";
export const q = pgSequence("q", { minValue: 2000, startWith: 3000 });
export const t = pgTable("t", {
  a: smallint().generatedAlwaysAsIdentity(),
  b: integer().generatedAlwaysAsIdentity({ increment: -2, maxValue: -5 }),
  c: smallint().generatedByDefaultAsIdentity(),
  d: smallint().generatedAlwaysAsIdentity(),
});
