import { pgTable, uuid } from "drizzle-orm/pg-core";
export const a = pgTable("a", { id: uuid().primaryKey() });
export const b = pgTable("b", { a: uuid().references(() => a.id) });
