import { pgTable, varchar } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: varchar({ length: 20 }) });
