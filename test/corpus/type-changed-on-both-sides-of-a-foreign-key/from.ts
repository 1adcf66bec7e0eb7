import { integer, pgTable } from "drizzle-orm/pg-core";
export const a = pgTable("a", { id: integer().primaryKey() });
export const b = pgTable("b", { a: integer().references(() => a.id) });
