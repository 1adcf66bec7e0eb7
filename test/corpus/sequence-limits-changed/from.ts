import { bigint, integer, pgSequence, pgTable, smallint } from "drizzle-orm/pg-core";
export const q = pgSequence("q", { maxValue: 1000 });
export const t = pgTable("t", {
  a: integer().generatedAlwaysAsIdentity({ minValue: 50000, maxValue: 100000 }),
  b: smallint().generatedAlwaysAsIdentity(),
  c: integer().generatedByDefaultAsIdentity({ maxValue: 32767, cache: 5 }),
  d: bigint({ mode: "number" }).generatedAlwaysAsIdentity({ maxValue: 32767 }),
});
