import { index, pgEnum, pgTable, pgView } from "drizzle-orm/pg-core";
export const x = pgEnum("x", ["b", "a"]);
export const y = pgEnum("y", ["a", "b"]);
export const t = pgTable("t", { p: y().default("b").notNull(), q: x(), r: y().array() }, (t) => [
  index("i").on(t.p),
]);
export const v = pgView("v").as((q) => q.select({ p: t.p, q: t.q }).from(t));
