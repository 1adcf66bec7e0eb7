import { numeric, pgTable, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
  a: varchar({ length: 20 }),
  b: numeric({ precision: 8, scale: 2 }),
});
