import { pgSchema, pgTable, serial, text } from "drizzle-orm/pg-core";

export const archive = pgSchema("archive");
export const logs = pgTable("logs", { id: serial().primaryKey(), line: text() });
