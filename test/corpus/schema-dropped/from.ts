import { integer, pgSchema, pgTable, serial } from "drizzle-orm/pg-core";

export const app = pgSchema("app");
export const t = app.table("t", { id: serial().primaryKey() });
export const u = pgTable("u", { id: integer() });
