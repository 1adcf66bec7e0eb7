import { numeric, pgTable, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
  a: varchar({ length: 40 }),
  b: numeric({ precision: 12, scale: 2 }),
});
