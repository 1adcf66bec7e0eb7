import { integer, pgSchema, pgTable, serial, text } from "drizzle-orm/pg-core";
export const a = pgTable("users", { id: serial().primaryKey(), n: text().unique() });
export const fleet = pgSchema("fleet");
export const b = fleet.table("users", {
  id: serial().primaryKey(),
  n: text().unique(),
  of: integer().references(() => a.id),
});
