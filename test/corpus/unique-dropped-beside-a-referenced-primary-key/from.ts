import { integer, pgTable } from "drizzle-orm/pg-core";
export const a = pgTable("a", { id: integer().primaryKey().unique("a_u") });
export const b = pgTable("b", {
  id: integer().primaryKey().unique("b_u"),
  a: integer().references(() => a.id),
});
export const c = pgTable("c", {
  id: integer().primaryKey().unique("c_u"),
  a: integer().references(() => a.id),
});
