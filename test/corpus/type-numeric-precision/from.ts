import { numeric, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: numeric({ precision: 5, scale: 1 }).default("1.5") });
