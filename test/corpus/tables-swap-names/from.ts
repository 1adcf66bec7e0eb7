import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const a = pgTable("a", { id: integer().primaryKey(), n: integer() });
export const b = pgTable("b", { id: integer().primaryKey(), s: text() });
