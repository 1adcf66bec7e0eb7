import { integer, pgTable, primaryKey, unique } from "drizzle-orm/pg-core";
export const p = pgTable("p", { a: integer(), b: integer() }, (t) => [
  primaryKey({ name: "pk2", columns: [t.a, t.b] }),
  unique("pu").on(t.a),
]);
export const c = pgTable("c", { a: integer().references(() => p.a) });
