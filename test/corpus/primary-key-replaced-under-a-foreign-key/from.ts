import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
export const p = pgTable("p", { a: integer(), b: integer() }, (t) => [
  primaryKey({ name: "pk", columns: [t.a] }),
]);
export const c = pgTable("c", { a: integer().references(() => p.a) });
