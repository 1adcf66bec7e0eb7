import { numeric, pgTable } from "drizzle-orm/pg-core";
export const t = pgTable("t", { a: numeric({ precision: 12, scale: 4 }).default("1.5") });
