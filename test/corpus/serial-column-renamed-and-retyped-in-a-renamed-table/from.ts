import { pgTable, serial, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: serial().primaryKey(), x: text() });
