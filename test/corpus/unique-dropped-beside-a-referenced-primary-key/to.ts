import { integer, pgTable } from "drizzle-orm/pg-core";
export const a = pgTable("a", { id: integer().primaryKey() });
export const b = pgTable("b", { id: integer().primaryKey(), a: integer().references(() => a.id) });
export const c = pgTable("c", { id: integer().primaryKey(), a: integer().references(() => a.id) });
