import { index, pgEnum, pgTable, pgView } from "drizzle-orm/pg-core";
export const x = pgEnum("x", ["a", "b", "c"]);
export const y = pgEnum("y", ["b", "a", "d"]);
export const t = pgTable(
  "t",
  { p: x().default("a").notNull(), q: y().default("b"), r: x().array() },
  (t) => [index("i").on(t.p)],
);
export const v = pgView("v").as((q) => q.select({ p: t.p, q: t.q }).from(t));
