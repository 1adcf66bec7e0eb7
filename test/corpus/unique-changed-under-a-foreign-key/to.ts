import { integer, pgTable, uniqueIndex } from "drizzle-orm/pg-core";
export const a = pgTable("a", { id: integer().primaryKey(), n: integer() }, (t) => [
  uniqueIndex("u2").on(t.n),
]);
export const b = pgTable("b", { a: integer().references(() => a.n) });
