import { pgTable, serial, text } from "drizzle-orm/pg-core";
export const a = pgTable("a", { id: serial().primaryKey(), n: text().notNull().unique() });
